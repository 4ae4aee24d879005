package dev.webendpoints.database;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.testing.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import static org.awaitility.Awaitility.await;

/** Change feeds as other servers on the same database have them. */
@ApplicationScoped
public class FeedsOfOtherServers {

    /** So long that no test sees the result of a look. */
    private static final Duration NEVER = Duration.ofHours(1);

    /** Announced until a feed delivers it, from when on it delivers everything. */
    private static final String PROBE =
            "select announce_change('autoscalers', number, 'probe') from autoscaler_revision";

    private final Vertx vertx;
    private final Pool pool;
    private final DatabaseConnections connections;
    private final DatabaseWatch database;
    private final ReactiveCalls calls;

    FeedsOfOtherServers(
            Vertx vertx, Pool pool, DatabaseConnections connections, DatabaseWatch database, ReactiveCalls calls) {
        this.vertx = vertx;
        this.pool = pool;
        this.connections = connections;
        this.database = database;
        this.calls = calls;
    }

    /** Starts a feed that learns of changes only by what the database announces. The caller stops it. */
    public ChangeFeed listening() {
        ChangeFeed feed = lookingEvery(NEVER);
        List<ChangeSet> seen = recorded(feed, ChangeTopic.AUTOSCALERS);
        await().until(() -> {
            run(PROBE);
            return seen.contains(ChangeSet.of("probe"));
        });
        return feed;
    }

    ChangeFeed lookingEvery(Duration period) {
        ChangeFeed feed = new ChangeFeed(vertx, pool, connections, database, calls, period);
        Await.item(feed::start);
        return feed;
    }

    /** Returns a list to which the feed adds from now on what it delivers. */
    public static List<ChangeSet> recorded(ChangeFeed feed, ChangeTopic topic) {
        List<ChangeSet> seen = new CopyOnWriteArrayList<>();
        feed.subscribe(topic, changes -> {
            seen.add(changes);
            return Uni.createFrom().voidItem();
        });
        return seen;
    }

    void run(String statement) {
        Await.item(() -> Uni.createFrom()
                .completionStage(() -> pool.query(statement).execute().toCompletionStage()));
    }
}
