package dev.webendpoints.crypto;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** How secrets are kept. */
@ConfigMapping(prefix = "webendpoints.secrets")
public interface SecretsConfig {

    /**
     * The key that seals secrets in the database: 32 bytes in Base64. Where it is not set, the server makes one at its first
     * start and keeps it in the data directory as {@code secrets.key}; keep that file with the database's backup.
     */
    Optional<String> key();
}
