package dev.webendpoints.e2e;

import org.junit.jupiter.api.Tag;

@Tag("long")
class StateOfClient15IT extends StateCases {

    @Override
    String version() {
        return "1.5.5";
    }
}
