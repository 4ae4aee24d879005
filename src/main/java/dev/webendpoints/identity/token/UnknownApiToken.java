package dev.webendpoints.identity.token;

/** The caller's workspace has no API token with this id, or the token is revoked. */
public final class UnknownApiToken extends RuntimeException {

    UnknownApiToken(String id) {
        super("API token '" + id + "' not found.");
    }
}
