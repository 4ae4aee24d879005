package dev.webendpoints.e2e;

import org.junit.jupiter.api.Tag;

/** Variants of functions and classes by client 1.1.4. */
@Tag("long")
class VariantsOfClient11IT extends VariantCases {

    @Override
    String version() {
        return "1.1.4";
    }
}
