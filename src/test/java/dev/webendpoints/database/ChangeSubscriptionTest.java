package dev.webendpoints.database;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ChangeSubscriptionTest {

    private final Vertx vertx = Vertx.vertx();
    private final ReactiveCalls calls = new ReactiveCalls(vertx, new DatabaseWatch(vertx, null));
    private final List<ChangeSet> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void changesThatArriveDuringACallAreCombinedIntoTheNextOne() throws Exception {
        // Given
        CompletableFuture<Void> gate = new CompletableFuture<>();
        ChangeSubscription subscription = subscription(changes -> {
            taken.add(changes);
            return Uni.createFrom().completionStage(gate);
        });
        subscription.add(ChangeSet.of("first"));
        await().until(() -> taken.size() == 1);

        // When
        subscription.add(ChangeSet.of("second"));
        CompletableFuture<Void> last = subscription.add(ChangeSet.of("third")).toCompletableFuture();
        gate.complete(null);

        // Then
        last.get(10, TimeUnit.SECONDS);
        assertThat(taken).containsExactly(ChangeSet.of("first"), ChangeSet.of("second", "third"));
    }

    @Test
    void aChangeIsInEffectNotBeforeACallThatBeganAfterIt() throws Exception {
        // Given
        List<CompletableFuture<Void>> gates = new CopyOnWriteArrayList<>();
        ChangeSubscription subscription = subscription(changes -> {
            gates.add(new CompletableFuture<>());
            return Uni.createFrom().completionStage(gates.get(gates.size() - 1));
        });
        CompletableFuture<Void> first = subscription.add(ChangeSet.of("first")).toCompletableFuture();
        await().until(() -> gates.size() == 1);
        CompletableFuture<Void> second =
                subscription.add(ChangeSet.of("second")).toCompletableFuture();

        // When
        gates.get(0).complete(null);

        // Then
        first.get(10, TimeUnit.SECONDS);
        assertThat(second).isNotDone();
    }

    @Test
    void aFailedCallIsRepeatedWithWhatHasComeMeanwhile() throws Exception {
        // Given
        CompletableFuture<Void> gate = new CompletableFuture<>();
        ChangeSubscription subscription = subscription(changes -> {
            taken.add(changes);
            return taken.size() == 1
                    ? Uni.createFrom().completionStage(gate)
                    : Uni.createFrom().voidItem();
        });
        CompletableFuture<Void> first = subscription.add(ChangeSet.of("first")).toCompletableFuture();
        await().until(() -> taken.size() == 1);
        subscription.add(ChangeSet.of("second"));

        // When
        gate.completeExceptionally(new IllegalStateException("the database is restarted"));

        // Then
        first.get(10, TimeUnit.SECONDS);
        assertThat(taken).containsExactly(ChangeSet.of("first"), ChangeSet.of("first", "second"));
    }

    @Test
    void manyKeysAreEverything() {
        ChangeSet many = ChangeSet.NOTHING;
        for (int i = 0; i <= 1_000; i++) {
            many = many.and(ChangeSet.of("ap-" + i));
        }

        assertThat(many).isEqualTo(ChangeSet.EVERYTHING);
    }

    private ChangeSubscription subscription(ChangeSubscriber subscriber) {
        return new ChangeSubscription(ChangeTopic.ROUTES, subscriber, calls, vertx);
    }
}
