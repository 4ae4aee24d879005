package dev.webendpoints.api.oauth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An OAuth client's credentials: an API token.
 *
 * @param byBasic whether they were sent by HTTP Basic, which an error response must then name (RFC 6749 §5.2)
 */
record OAuthClient(String id, String secret, boolean byBasic) {

    /** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
    static OAuthClient ofBasic(String authorization) {
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring("Basic ".length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return new OAuthClient(formDecoded(parts[0]), formDecoded(parts[1]), true);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw OAuthRefusal.invalidClient("The Authorization header is not HTTP Basic as RFC 7617 has it.", true);
        }
    }

    static OAuthClient ofForm(String id, String secret) {
        if (id == null || secret == null) {
            throw OAuthRefusal.invalidClient(
                    "No client credentials: send an API token's id and secret by HTTP Basic, or as client_id and"
                            + " client_secret in the form.",
                    false);
        }
        return new OAuthClient(id, secret, false);
    }

    private static String formDecoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
