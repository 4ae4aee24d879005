package dev.webendpoints.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A TXT record that only a domain's owner can make. Its value is no secret: it says to which workspace the owner gives the
 * domain, and stays the same however often the endpoint is deployed anew.
 *
 * @param name {@code _web-endpoints-challenge.<domain>}
 */
public record Challenge(String name, String value) {

    static Challenge of(String workspaceId, DomainName domain) {
        return new Challenge(domain.challenge(), sha256(workspaceId + "\n" + domain.base()));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
