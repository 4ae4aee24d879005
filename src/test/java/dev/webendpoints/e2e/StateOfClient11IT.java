package dev.webendpoints.e2e;

import org.junit.jupiter.api.Tag;

@Tag("long")
class StateOfClient11IT extends StateCases {

    @Override
    String version() {
        return "1.1.4";
    }
}
