package dev.webendpoints.modal;

/**
 * The client's own package, which Modal stores as one mount per version. Workers of this server have the package of the
 * deploying client's version anyway, so the mount is only an id that functions refer to and nothing is looked up by.
 */
final class ClientMount {

    static final String ID = "mo-client00000000000000000";

    private static final String NAMES = "modal-client-mount-";

    private ClientMount() {}

    static boolean isNamed(String name) {
        return name.startsWith(NAMES);
    }
}
