package dev.webendpoints.e2e;

/** Kinds of web functions deployed by the newest client. */
class KindsIT extends KindCases {

    @Override
    String version() {
        return ModalCli.NEWEST;
    }
}
