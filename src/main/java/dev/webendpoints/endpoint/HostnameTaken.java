package dev.webendpoints.endpoint;

import dev.webendpoints.failure.AlreadyExists;

/** Another endpoint holds the hostname. */
public final class HostnameTaken extends AlreadyExists {

    public HostnameTaken(String hostname) {
        super("the hostname " + hostname + " belongs to another web endpoint; choose another label");
    }
}
