package dev.webendpoints.e2e;

import org.junit.jupiter.api.Tag;

@Tag("long")
class InvocationsOfClient11IT extends InvocationCases {

    @Override
    String version() {
        return "1.1.4";
    }
}
