package dev.webendpoints.identity.token;

import dev.webendpoints.failure.NotFound;

/** The caller's workspace has no API token with this id, or the token is revoked. */
public final class UnknownApiToken extends NotFound {

    UnknownApiToken(String id) {
        super("API token '" + id + "' not found.");
    }
}
