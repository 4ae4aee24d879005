package dev.webendpoints.e2e;

import org.junit.jupiter.api.Tag;

@Tag("long")
class KindsOfClient11IT extends KindCases {

    @Override
    String version() {
        return "1.1.4";
    }
}
