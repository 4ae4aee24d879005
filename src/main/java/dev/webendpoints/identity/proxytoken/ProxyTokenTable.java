package dev.webendpoints.identity.proxytoken;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.signin.CredentialWatch;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * All proxy tokens in memory, so that no gateway request waits for the database. Loaded as a whole: at startup, after
 * each change through this server, and when {@link CredentialWatch} detects a change by another server.
 */
@ApplicationScoped
public class ProxyTokenTable implements ProxyTokenCheck {

    private static final Entry NOBODY = new Entry("", true, Set.of(), SecretHash.OF_NOBODY);

    private final ProxyTokenRows rows;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicReference<Snapshot> current = new AtomicReference<>(Snapshot.of(0, List.of()));

    ProxyTokenTable(ProxyTokenRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean accepts(String workspaceId, String environmentId, String tokenId, String secret) {
        return current.get().accepts(workspaceId, environmentId, tokenId, secret);
    }

    /** Reloads all tokens. */
    public Uni<Void> reload() {
        return Uni.createFrom().deferred(() -> {
            long reading = readings.incrementAndGet();
            return Panache.withSession(rows::snapshot)
                    .invoke(rows -> keepNewest(Snapshot.of(reading, rows)))
                    .replaceWithVoid();
        });
    }

    /** Keeps the result of the read that began last; an overtaken one is dropped. */
    private void keepNewest(Snapshot read) {
        current.accumulateAndGet(read, (old, candidate) -> candidate.reading() > old.reading() ? candidate : old);
    }

    /** The tokens in the database at one point in time. */
    record Snapshot(long reading, Map<String, Entry> entries) implements ProxyTokenCheck {

        /** @param rows as returned by {@link ProxyTokenRows#snapshot} */
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
