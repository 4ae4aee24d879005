package dev.webendpoints.crypto;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SecretsKeyCheckTest {

    @Inject
    Pool database;

    @Inject
    SecretCipher cipher;

    @Test
    void theSameKeyPasses() {
        assertThat(Await.item(() -> new SecretsKeyCheck(database, cipher).verify()))
                .isNull();
    }

    @Test
    void anotherKeyIsRefusedInASentence() {
        SecretsKeyCheck other = new SecretsKeyCheck(database, new SecretCipher(new byte[SecretCipher.KEY_BYTES]));

        assertThatThrownBy(() -> Await.item(other::verify))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sealed with another key: set webendpoints.secrets.key to it");
    }
}
