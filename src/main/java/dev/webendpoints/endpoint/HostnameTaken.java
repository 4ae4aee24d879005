package dev.webendpoints.endpoint;

import dev.webendpoints.failure.Conflict;

/** Another endpoint holds the hostname. */
public final class HostnameTaken extends Conflict {

    public HostnameTaken(String hostname) {
        super("the hostname " + hostname + " belongs to another web endpoint; choose another label");
    }
}
