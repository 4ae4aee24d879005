package dev.webendpoints.identity.signin;

import java.util.regex.Pattern;

import io.quarkus.runtime.LaunchMode;

/** The configured first token, validated. */
record FirstToken(String id, String secret) {

    /** Without a dot, which separates id and secret in a bearer token. */
    private static final Pattern ID = Pattern.compile("ak-[A-Za-z0-9-]{1,64}");

    private static final Pattern SECRET = Pattern.compile("as-\\S+");

    /** In production only, so that its hash does not reveal the secret; the secrets of dev and test mode are public. */
    private static final int MIN_SECRET_LENGTH = "as-".length() + 16;

    private static final String KEY = "webendpoints.bootstrap.";

    /** @throws InvalidBootstrap if only one of id and secret is set, or one of them is malformed */
    static FirstToken of(BootstrapConfig config, LaunchMode mode) {
        String id = config.tokenId()
                .orElseThrow(() -> new InvalidBootstrap(KEY + "token-secret is set, " + KEY + "token-id is not."));
        String secret = config.tokenSecret()
                .orElseThrow(() -> new InvalidBootstrap(KEY + "token-id is set, " + KEY + "token-secret is not."));
        if (!ID.matcher(id).matches()) {
            throw new InvalidBootstrap(
                    KEY + "token-id is '" + id + "': it must be 'ak-' and 1 to 64 letters, digits or dashes.");
        }
        if (!SECRET.matcher(secret).matches()) {
            throw new InvalidBootstrap(KEY + "token-secret must start with 'as-' and have no white space.");
        }
        if (mode == LaunchMode.NORMAL && secret.length() < MIN_SECRET_LENGTH) {
            throw new InvalidBootstrap(
                    KEY + "token-secret is too short: it must be 'as-' and at least 16 random characters, "
                            + "for instance as-$(openssl rand -hex 16).");
        }
        return new FirstToken(id, secret);
    }
}
