package dev.webendpoints.modal;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.database.FeedsOfOtherServers;
import dev.webendpoints.modal.generated.AutoscalerSettings;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsRequest;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.worker.WorkerPools;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.awaitility.Awaitility.await;

/** Autoscaler settings changed by another server take effect on this one in time, and those of this one on others. */
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

    @Inject
    FeedsOfOtherServers feeds;

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

    @Test
    void aServerThatLooksHourlyLearnsOfAChange() {
        // Given
        String functionId = deploy(dev, "watched-" + System.nanoTime()).functionId();
        ChangeFeed elsewhere = feeds.listening();
        List<ChangeSet> seen = FeedsOfOtherServers.recorded(elsewhere, ChangeTopic.AUTOSCALERS);

        // When
        dev.functionUpdateSchedulingParams(FunctionUpdateSchedulingParamsRequest.newBuilder()
                .setFunctionId(functionId)
                .setSettings(AutoscalerSettings.newBuilder().setMaxContainers(5))
                .build());

        // Then
        await().atMost(IN_TIME)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> seen.contains(ChangeSet.of("autoscaler_override")));
        elsewhere.stop();
    }
}
