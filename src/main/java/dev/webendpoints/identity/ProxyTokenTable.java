package dev.webendpoints.identity;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * All proxy tokens in memory, so that no request of the gateway waits for the database. It is read whole: at start, after
 * every change made through this server, and every few seconds for the changes that another server makes.
 */
@ApplicationScoped
public class ProxyTokenTable implements ProxyTokenCheck {

    /** How long a token that was deleted through another server still opens endpoints of this one. */
    static final Duration PERIOD = Duration.ofSeconds(4);

    private static final Logger LOG = Logger.getLogger(ProxyTokenTable.class);

    private static final Entry NOBODY = new Entry("", true, Set.of(), SecretHash.OF_NOBODY);

    private final ProxyTokenRows rows;
    private final Vertx vertx;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicReference<Snapshot> current = new AtomicReference<>(Snapshot.of(0, List.of()));
    private final AtomicLong timer = new AtomicLong(-1);

    ProxyTokenTable(ProxyTokenRows rows, Vertx vertx) {
        this.rows = rows;
        this.vertx = vertx;
    }

    @Override
    public boolean accepts(String workspaceId, String environmentId, String tokenId, String secret) {
        return current.get().accepts(workspaceId, environmentId, tokenId, secret);
    }

    /** Reads the table again, and from the first time on every few seconds. */
    public Uni<Void> reload() {
        startTimer();
        return Uni.createFrom().deferred(() -> {
            long reading = readings.incrementAndGet();
            return Panache.withSession(rows::snapshot)
                    .invoke(rows -> keepNewest(Snapshot.of(reading, rows)))
                    .replaceWithVoid();
        });
    }

    /** A reading that began later knows at least as much; one that was overtaken is dropped. */
    private void keepNewest(Snapshot read) {
        current.accumulateAndGet(read, (old, candidate) -> candidate.reading() > old.reading() ? candidate : old);
    }

    private void startTimer() {
        if (timer.compareAndSet(-1, 0)) {
            timer.set(vertx.setPeriodic(PERIOD.toMillis(), id -> reloadOnOwnContext()));
        }
    }

    /** Hibernate Reactive keeps its session in the context: each reading has one of its own. */
    private void reloadOnOwnContext() {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> reload().subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warn("proxy tokens could not be read, the last known ones stay", failure)));
    }

    @PreDestroy
    void stopTimer() {
        vertx.cancelTimer(timer.get());
    }

    /** What was in the database at one moment. */
    record Snapshot(long reading, Map<String, Entry> entries) implements ProxyTokenCheck {

        /** @param rows as {@link ProxyTokenRows#snapshot} has them */
        static Snapshot of(long reading, List<Object[]> rows) {
            return new Snapshot(reading, entries(rows));
        }

        @Override
        public boolean accepts(String workspaceId, String environmentId, String tokenId, String secret) {
            Entry entry = entries.getOrDefault(tokenId, NOBODY);
            return entry.secretHash().matches(secret) & entry.opens(workspaceId, environmentId);
        }

        private static Map<String, Entry> entries(List<Object[]> rows) {
            Map<String, Entry> entries = new HashMap<>();
            for (Object[] row : rows) {
                Entry entry = entries.computeIfAbsent(
                        (String) row[0],
                        id -> new Entry(
                                (String) row[1],
                                (Boolean) row[2],
                                new HashSet<>(),
                                new SecretHash((byte[]) row[3], (byte[]) row[4])));
                if (row[5] != null) {
                    entry.environmentIds().add((String) row[5]);
                }
            }
            return entries;
        }
    }

    private record Entry(String workspaceId, boolean scoped, Set<String> environmentIds, SecretHash secretHash) {

        boolean opens(String workspace, String environment) {
            return workspaceId.equals(workspace) & (!scoped | environmentIds.contains(environment));
        }
    }
}
