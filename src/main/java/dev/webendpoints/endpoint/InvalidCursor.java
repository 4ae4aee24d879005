package dev.webendpoints.endpoint;

import dev.webendpoints.failure.InvalidRequest;

/** The cursor was not issued by this server. */
public final class InvalidCursor extends InvalidRequest {

    public InvalidCursor(String cursor) {
        super("'" + cursor
                + "' is not a cursor of this list; take it from the Link header of the page before, or leave it out");
    }
}
