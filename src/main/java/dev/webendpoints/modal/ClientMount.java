package dev.webendpoints.modal;

/**
 * The client's own package, which Modal keeps as a mount for each of its versions. Workers here have the package of the
 * deploying client's version anyway, so it is only an id that functions name and that nothing is looked up by.
 */
final class ClientMount {

    static final String ID = "mo-client00000000000000000";

    private static final String NAMES = "modal-client-mount-";

    private ClientMount() {}

    static boolean isNamed(String name) {
        return name.startsWith(NAMES);
    }
}
