package dev.webendpoints.e2e;

/** Calls of functions by the newest client. */
class InvocationsIT extends InvocationCases {

    @Override
    String version() {
        return ModalCli.NEWEST;
    }
}
