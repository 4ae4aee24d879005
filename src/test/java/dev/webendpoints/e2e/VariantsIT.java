package dev.webendpoints.e2e;

/** Variants of functions and classes by the newest client. */
class VariantsIT extends FunctionVariantCases {

    @Override
    String version() {
        return ModalCli.NEWEST;
    }
}
