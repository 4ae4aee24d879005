package dev.webendpoints.crypto;

import java.nio.file.Path;
import java.util.Base64;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the cipher of this server. */
@Singleton
class SecretCipherProducer {

    @Produces
    @Singleton
    SecretCipher cipher(SecretsConfig config, @ConfigProperty(name = "webendpoints.data-dir") Path dataDir) {
        String key = config.key().orElseGet(() -> SecretsKeyFile.keptIn(dataDir));
        try {
            return new SecretCipher(Base64.getDecoder().decode(key));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "webendpoints.secrets.key is not " + SecretCipher.KEY_BYTES + " bytes in Base64: " + e.getMessage(),
                    e);
        }
    }
}
