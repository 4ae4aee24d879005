package dev.webendpoints.identity;

import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SigningKeysTest {

    @Inject
    SigningKeys signingKeys;

    @Inject
    Pool database;

    @Test
    void serversThatStartAtOnceHaveOneKey() {
        // Given
        Await.item(() -> database.query("delete from signing_key").execute());
        List<SigningKeys> servers =
                IntStream.range(0, 4).mapToObj(i -> new SigningKeys()).toList();

        // When
        servers.parallelStream().forEach(keys -> Await.item(() -> Panache.withTransaction(keys::load)));

        // Then
        assertThat(servers)
                .extracting(keys -> keys.current().publicKey())
                .containsOnly(servers.get(0).current().publicKey());
    }

    /** Other tests of this server sign with the key that the database has now. */
    @AfterEach
    void theServerHasThatKeyToo() {
        Await.item(signingKeys::load);
    }
}
