package dev.webendpoints.crypto;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Configuration of secret encryption. */
@ConfigMapping(prefix = "webendpoints.secrets")
public interface SecretsConfig {

    /**
     * The key that encrypts secrets in the database: 32 bytes in Base64. If it is not set, the server generates one at
     * its first start and stores it in the data directory as {@code secrets.key}; back up that file with the database.
     */
    Optional<String> key();
}
