package dev.webendpoints.endpoint.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A TXT record that only the owner of a domain can create. Its value is not secret: it names the workspace to which the
 * owner assigns the domain, and is the same after each redeployment of the endpoint.
 *
 * @param name {@code _web-endpoints-challenge.<domain>}
 */
public record DomainChallenge(String name, String value) {

    static DomainChallenge of(String workspaceId, DomainName domain) {
        return new DomainChallenge(domain.challenge(), sha256(workspaceId + "\n" + domain.base()));
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
