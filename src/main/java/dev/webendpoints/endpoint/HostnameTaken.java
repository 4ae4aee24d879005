package dev.webendpoints.endpoint;

/** Another endpoint holds the hostname. */
public final class HostnameTaken extends RuntimeException {

    public HostnameTaken(String hostname) {
        super("the hostname " + hostname + " belongs to another web endpoint; choose another label");
    }
}
