package dev.webendpoints.volume.files;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.crypto.SecretCipher;

/**
 * The last part of a transfer's URL: says what may be transferred, cannot be made or read without the server's key, and
 * expires. All servers of one database have the same key, so each of them takes the tokens of the others.
 */
final class TransferTokens {

    /** How long a token is valid: an upload of many files may take hours. */
    static final Duration LIFETIME = Duration.ofHours(12);

    /** Tokens for different uses are never exchangeable, nor is anything else that the key encrypts. */
    enum Use {
        PUT,
        RECEIPT,
        GET
    }

    private static final String NAME = "volume-transfer";
    private static final String SEPARATOR = "\0";
    private static final int HEAD = 3;

    private final SecretCipher cipher;
    private final Clock clock;

    TransferTokens(SecretCipher cipher, Clock clock) {
        this.cipher = cipher;
        this.clock = clock;
    }

    /** @param fields without null characters */
    String make(Use use, List<String> fields) {
        List<String> all = new ArrayList<>(List.of(
                NAME, use.name(), Long.toString(clock.instant().plus(LIFETIME).getEpochSecond())));
        all.addAll(fields);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(cipher.close(String.join(SEPARATOR, all).getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the fields of a token; empty if it was not made for this use or has expired. */
    Optional<List<String>> read(Use use, String token) {
        List<String> all;
        try {
            all = List.of(new String(cipher.open(Base64.getUrlDecoder().decode(token)), StandardCharsets.UTF_8)
                    .split(SEPARATOR, -1));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        return all.size() >= HEAD
                        && all.get(0).equals(NAME)
                        && all.get(1).equals(use.name())
                        && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(all.get(2))))
                ? Optional.of(all.subList(HEAD, all.size()))
                : Optional.empty();
    }
}
