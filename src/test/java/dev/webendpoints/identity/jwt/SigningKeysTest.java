package dev.webendpoints.identity.jwt;

import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.crypto.SecretCipher;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SigningKeysTest {

    @Inject
    SigningKeys signingKeys;

    @Inject
    SecretCipher cipher;

    @Inject
    Pool database;

    @Test
    void serversThatStartAtOnceHaveOneKey() {
        // Given
        Await.item(() -> database.query("delete from signing_key").execute());
        List<SigningKeys> servers =
                IntStream.range(0, 4).mapToObj(i -> new SigningKeys(cipher)).toList();

        // When
        servers.parallelStream().forEach(keys -> Await.item(() -> Panache.withTransaction(keys::load)));

        // Then
        assertThat(servers)
                .extracting(keys -> keys.current().publicKey())
                .containsOnly(servers.get(0).current().publicKey());
    }

    @Test
    void thePrivateKeyIsNotReadableInTheDatabase() {
        // Given
        Await.item(() -> database.query("delete from signing_key").execute());

        // When
        Await.item(() -> Panache.withTransaction(signingKeys::load));

        // Then
        assertThat(keptPrivateKey())
                .isNotEqualTo(signingKeys.current().privateKey().getEncoded());
        assertThat(cipher.open(keptPrivateKey()))
                .isEqualTo(signingKeys.current().privateKey().getEncoded());
    }

    @Test
    void aKeyThatAnEarlierVersionKeptOpenIsSealedAndStays() {
        // Given
        byte[] open = signingKeys.current().privateKey().getEncoded();
        Await.item(() -> database.preparedQuery("update signing_key set private_key = $1, sealed = false")
                .execute(Tuple.of(Buffer.buffer(open))));

        // When
        Await.item(() -> Panache.withTransaction(signingKeys::load));

        // Then
        assertThat(signingKeys.current().privateKey().getEncoded()).isEqualTo(open);
        assertThat(cipher.open(keptPrivateKey())).isEqualTo(open);
    }

    private byte[] keptPrivateKey() {
        return Await.item(() ->
                        database.query("select private_key from signing_key").execute())
                .iterator()
                .next()
                .getBuffer(0)
                .getBytes();
    }

    /** Other tests on this server sign with the current key of the database. */
    @AfterEach
    void theServerHasThatKeyToo() {
        Await.item(signingKeys::load);
    }
}
