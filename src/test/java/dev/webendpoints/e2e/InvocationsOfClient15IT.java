package dev.webendpoints.e2e;

import org.junit.jupiter.api.Tag;

@Tag("long")
class InvocationsOfClient15IT extends InvocationCases {

    @Override
    String version() {
        return "1.5.5";
    }
}
