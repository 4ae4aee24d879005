package dev.webendpoints.e2e;

import org.junit.jupiter.api.Tag;

/** Variants of functions and classes by client 1.5.5. */
@Tag("long")
class VariantsOfClient15IT extends FunctionVariantCases {

    @Override
    String version() {
        return "1.5.5";
    }
}
