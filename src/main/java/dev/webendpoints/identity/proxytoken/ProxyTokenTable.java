package dev.webendpoints.identity.proxytoken;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.signin.CredentialWatch;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/**
 * All proxy tokens in memory, so that no gateway request waits for the database. Loaded as a whole: at startup, and when
 * {@link CredentialWatch} is notified of a change.
 */
@ApplicationScoped
public class ProxyTokenTable implements ProxyTokenCheck {

    private static final Entry NOBODY = new Entry("", true, Set.of(), SecretHash.OF_NOBODY);

    private final ProxyTokenRows rows;
    private volatile Snapshot current = Snapshot.of(List.of());

    ProxyTokenTable(ProxyTokenRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean accepts(String workspaceId, String environmentId, String tokenId, String secret) {
        return current.accepts(workspaceId, environmentId, tokenId, secret);
    }

    /** Reloads all tokens. Not called before an earlier call has completed. */
    @WithSession
    public Uni<Void> reload() {
        return rows.snapshot().invoke(read -> current = Snapshot.of(read)).replaceWithVoid();
    }

    /** The tokens in the database at one point in time. */
    record Snapshot(Map<String, Entry> entries) implements ProxyTokenCheck {

        /** @param rows as returned by {@link ProxyTokenRows#snapshot} */
        static Snapshot of(List<Object[]> rows) {
            return new Snapshot(entries(rows));
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
