package dev.webendpoints.database;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/**
 * Delivers changes that were committed through any server of the database, this one included, to the subscribers of
 * their topic.
 *
 * <p>The database counts the changes of each topic, and announces each with its number ({@code NOTIFY}). A number that
 * does not follow the last one, or a count that was not announced, means that announcements were lost, and everything
 * of the topic may have changed. The counts are compared every {@link #PERIOD}, and after each connect.
 *
 * <p>A change that this server makes itself is delivered by {@link #announce} as well, so that it is in effect when the
 * call that made it returns, with or without a connection for announcements.
 */
@ApplicationScoped
public class ChangeFeed {

    /** Maximum delay until a change is found whose announcement was lost. */
    static final Duration PERIOD = Duration.ofSeconds(2);

    private final ReactiveCalls calls;
    private final Vertx vertx;
    private final ChangeListener listener;
    private final ChangeCounts counts;
    private final RecurringQuery looks;
    private final Map<ChangeTopic, List<ChangeSubscription>> subscriptions = new EnumMap<>(ChangeTopic.class);

    /** Null before the start. Listener, counts and looks are confined to it. */
    private volatile Context loop;

    @Inject
    ChangeFeed(Vertx vertx, Pool pool, DatabaseConnections connections, DatabaseWatch database, ReactiveCalls calls) {
        this(vertx, pool, connections, database, calls, PERIOD);
    }

    ChangeFeed(
            Vertx vertx,
            Pool pool,
            DatabaseConnections connections,
            DatabaseWatch database,
            ReactiveCalls calls,
            Duration period) {
        this.calls = calls;
        this.vertx = vertx;
        this.listener = new ChangeListener(vertx, connections, this::onNotification, this::look);
        this.counts = new ChangeCounts(vertx, pool, listener);
        this.looks = new RecurringQuery("Reading of change counts", vertx, database, period, this::look);
        for (ChangeTopic topic : ChangeTopic.values()) {
            subscriptions.put(topic, new CopyOnWriteArrayList<>());
        }
    }

    /** Completes when every change from now on will be delivered. Subscribers read the current state themselves. */
    public Uni<Void> start() {
        return Uni.createFrom().completionStage(this::begin);
    }

    private CompletionStage<Void> begin() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        loop = vertx.getOrCreateContext();
        loop.runOnContext(ready -> counts.begin()
                .onComplete(
                        begun -> {
                            listener.start();
                            looks.start();
                            started.complete(null);
                        },
                        started::completeExceptionally));
        return started;
    }

    @PreDestroy
    public void stop() {
        if (loop != null) {
            loop.runOnContext(ready -> {
                looks.stop();
                listener.stop();
            });
        }
    }

    /** Delivers the changes of the topic from now on. */
    public void subscribe(ChangeTopic topic, ChangeSubscriber subscriber) {
        subscriptions.get(topic).add(new ChangeSubscription(topic, subscriber, calls, vertx));
    }

    /**
     * Delivers changes that this server has committed. Completes when they are in effect on this server; waits if the
     * database is unreachable. Must be called outside the transaction. Delivery continues if the caller cancels.
     */
    public Uni<Void> announce(ChangeTopic topic, ChangeSet changes) {
        return ReactiveCalls.onCallersContext(() -> deliver(topic, changes));
    }

    private CompletionStage<Void> deliver(ChangeTopic topic, ChangeSet changes) {
        return CompletableFuture.allOf(subscriptions.get(topic).stream()
                .map(subscription -> subscription.add(changes).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private void onNotification(String payload) {
        ChangeNotification.of(payload).ifPresent(announced -> {
            ChangeSet changes = counts.onAnnounced(announced);
            if (!changes.equals(ChangeSet.NOTHING)) {
                deliver(announced.topic(), changes);
            }
        });
    }

    private CompletionStage<Void> look() {
        return counts.missed()
                .onSuccess(topics -> topics.forEach(topic -> deliver(topic, ChangeSet.EVERYTHING)))
                .<Void>mapEmpty()
                .toCompletionStage();
    }
}
