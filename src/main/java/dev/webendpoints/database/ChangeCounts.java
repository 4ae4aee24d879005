package dev.webendpoints.database;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;

/**
 * The number of changes of each topic that this server knows of, beside the number that the database has counted.
 * Confined to one event loop.
 */
final class ChangeCounts {

    private static final Logger LOG = Logger.getLogger(ChangeCounts.class);

    private static final String COUNTS = "select topic, number from change_revision";

    /** Time for an announcement to arrive after its change can be seen. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** A query without an answer in this time has failed; the connection for announcements then counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Pool pool;
    private final ChangeListener listener;
    private final Map<ChangeTopic, Long> known = new EnumMap<>(ChangeTopic.class);

    ChangeCounts(Vertx vertx, Pool pool, ChangeListener listener) {
        this.vertx = vertx;
        this.pool = pool;
        this.listener = listener;
    }

    /** Completes when the current counts are known. */
    Future<Void> begin() {
        return query(pool).onSuccess(known::putAll).mapEmpty();
    }

    /** Returns what has changed by an announcement, and before it. */
    ChangeSet onAnnounced(ChangeNotification announced) {
        long last = known.getOrDefault(announced.topic(), 0L);
        if (announced.revision() < last) {
            // Counted before the announcement arrived, and then everything was read.
            return ChangeSet.NOTHING;
        }
        known.put(announced.topic(), announced.revision());
        return announced.revision() > last + 1 ? ChangeSet.EVERYTHING : announced.changes();
    }

    /** Returns the topics with changes that were not announced. They count as known afterwards. */
    Future<List<ChangeTopic>> missed() {
        Map<ChangeTopic, Long> before = new EnumMap<>(known);
        return current().compose(counted -> {
            if (counted.equals(known)) {
                return Future.succeededFuture(List.of());
            }
            Promise<List<ChangeTopic>> judged = Promise.promise();
            vertx.setTimer(GRACE.toMillis(), timer -> judged.complete(missed(before, counted)));
            return judged.future();
        });
    }

    private List<ChangeTopic> missed(Map<ChangeTopic, Long> before, Map<ChangeTopic, Long> counted) {
        List<ChangeTopic> missed = counted.keySet().stream()
                .filter(topic -> isMissed(topic, before, counted))
                .toList();
        missed.forEach(topic -> {
            LOG.infof("Changes were not announced, reading everything: topic=%s", topic.spelling());
            known.put(topic, counted.get(topic));
        });
        return missed;
    }

    /** A count goes back when the database is restored from a backup. */
    private boolean isMissed(ChangeTopic topic, Map<ChangeTopic, Long> before, Map<ChangeTopic, Long> counted) {
        long count = counted.get(topic);
        return count > known.getOrDefault(topic, 0L) || count < before.getOrDefault(topic, 0L);
    }

    /** Asks on the connection for announcements, so that a connection that is silently lost is replaced. */
    private Future<Map<ChangeTopic, Long>> current() {
        PgConnection connection = listener.connection();
        return connection == null ? query(pool) : query(connection).onFailure(silent -> listener.replace(connection));
    }

    private static Future<Map<ChangeTopic, Long>> query(SqlClient client) {
        return client.query(COUNTS)
                .execute()
                .map(ChangeCounts::read)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Map<ChangeTopic, Long> read(RowSet<Row> rows) {
        Map<ChangeTopic, Long> counts = new EnumMap<>(ChangeTopic.class);
        rows.forEach(row -> {
            ChangeTopic topic = ChangeTopic.spelled(row.getString(0));
            if (topic != null) {
                counts.put(topic, row.getLong(1));
            }
        });
        return counts;
    }
}
