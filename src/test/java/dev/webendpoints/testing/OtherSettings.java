package dev.webendpoints.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * The settings of all tests that need others than the default: each profile costs a build and a start of Quarkus. The
 * control port's limits and that of waiting inputs are low enough for a test to reach, image builds are unconfined, one at a time, and may contain
 * commands for the host, GPUs are ignored, and the operator has an issuer of JWTs with a key of its own.
 */
public class OtherSettings implements QuarkusTestProfile {

    public static final int MAX_CONNECTIONS = 400;
    public static final int MAX_MESSAGE_MEMORY = 16 << 20;
    public static final int MAX_WAITING = 20;
    public static final String ISSUER = "https://login.example";

    /** Property with the issuer's private key, which tests sign with. */
    public static final String PRIVATE_KEY = "test.private-key";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Stream.of(limits(), calls(), builds(), issuer(), Map.of("webendpoints.gpu", "ignore"))
                .flatMap(settings -> settings.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, String> limits() {
        return Map.of(
                "webendpoints.control.max-connections", Integer.toString(MAX_CONNECTIONS),
                "webendpoints.control.max-requests", "200",
                "webendpoints.control.head-timeout", "1s",
                "webendpoints.control.request-timeout", "3s",
                "webendpoints.control.min-upload-rate", "4M",
                "webendpoints.control.max-body-size", "2K",
                "webendpoints.calls.max-message-memory", Integer.toString(MAX_MESSAGE_MEMORY));
    }

    private static Map<String, String> calls() {
        return Map.of("webendpoints.function-calls.max-waiting", Integer.toString(MAX_WAITING));
    }

    private static Map<String, String> builds() {
        return Map.of(
                "webendpoints.images.sandbox", "off",
                "webendpoints.images.host-commands", "warn",
                "webendpoints.images.max-workspace-builds", "1");
    }

    private static Map<String, String> issuer() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            Base64.Encoder encoder = Base64.getEncoder();
            return Map.of(
                    "mp.jwt.verify.issuer",
                    ISSUER,
                    "mp.jwt.verify.publickey",
                    encoder.encodeToString(pair.getPublic().getEncoded()),
                    PRIVATE_KEY,
                    encoder.encodeToString(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
