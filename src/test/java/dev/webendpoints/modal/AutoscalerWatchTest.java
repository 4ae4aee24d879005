package dev.webendpoints.modal;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.worker.WorkerPools;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.awaitility.Awaitility.await;

/** Autoscaler settings changed by another server take effect on this one in time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AutoscalerWatchTest extends ModalCallsFixture {

    private static final Duration IN_TIME = Duration.ofSeconds(10);

    private static final String MINIMUM =
            "insert into autoscaler_override (function_id, setting, value, set_at, set_by)"
                    + " values ($1, 'min_containers', 1, now(), 'ak-elsewhere')";

    @Inject
    WorkerPools pools;

    @Inject
    Pool database;

    @Test
    void aMinimumThatAnotherServerSetStartsAWorkerHere() {
        // Given
        String functionId = deploy(dev, "watched-" + System.nanoTime()).functionId();

        // When
        Await.item(() -> database.preparedQuery(MINIMUM).execute(Tuple.of(functionId)));

        // Then
        await().atMost(IN_TIME)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> pools.counts(functionId).workers() == 1);
    }
}
