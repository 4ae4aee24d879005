package dev.webendpoints.identity;

/** The caller's workspace has no API token of that id, or it was revoked. */
public final class UnknownApiToken extends RuntimeException {

    UnknownApiToken(String id) {
        super("API token '" + id + "' not found.");
    }
}
