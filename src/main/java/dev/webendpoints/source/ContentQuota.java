package dev.webendpoints.source;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.identity.Workspaces;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * Limits the content of a workspace. A running total is one row, updated by the transaction that adds content, as its last
 * step: from there on transactions of the same workspace wait for each other, and a rejection rolls back all of it.
 */
@ApplicationScoped
class ContentQuota {

    private static final String PREFIX = "webendpoints.sources.";

    private static final String ADD = """
            insert into workspace_content as c (workspace_id, files, bytes, mounted_files)
            values (:workspace, :files, :bytes, :mounted)
            on conflict (workspace_id) do update set
                files = c.files + :files, bytes = c.bytes + :bytes, mounted_files = c.mounted_files + :mounted
            returning files, bytes, mounted_files""";
    private static final String STORED =
            "select files, bytes, mounted_files from workspace_content where workspace_id = :workspace";
    private static final String ANNOUNCED =
            "select new dev.webendpoints.source.ContentQuota$Usage(count(b), coalesce(sum(b.size), 0L), 0L)"
                    + " from Blob b where b.workspaceId = :workspace and b.uploadedAt is null and b.createdAt >= :oldest";

    private final SourcesConfig config;
    private final Workspaces workspaces;

    ContentQuota(SourcesConfig config, Workspaces workspaces) {
        this.config = config;
        this.workspaces = workspaces;
    }

    /** @param mountedFiles names in all mounts */
    record Usage(long files, long bytes, long mountedFiles) {

        private static final Usage NONE = new Usage(0, 0, 0);

        static Usage ofFile(long bytes) {
            return new Usage(1, bytes, 0);
        }

        static Usage ofMount(long files) {
            return new Usage(0, 0, files);
        }

        Usage plus(Usage other) {
            return new Usage(files + other.files, bytes + other.bytes, mountedFiles + other.mountedFiles);
        }

        private static Usage of(Object[] row) {
            return new Usage(number(row[0]), number(row[1]), number(row[2]));
        }

        private static long number(Object value) {
            return ((Number) value).longValue();
        }
    }

    /**
     * Rejects content that certainly exceeds the limit, before work is done for it. Does not wait for other
     * transactions.
     *
     * @throws QuotaExceeded by the Uni
     */
    Uni<Void> requireRoomFor(String workspaceId, Usage more) {
        return stored(workspaceId).map(more::plus).invoke(this::require).replaceWithVoid();
    }

    /**
     * Counts the content that this transaction has added. Must be its last step.
     *
     * @throws QuotaExceeded by the Uni
     */
    Uni<Void> add(String workspaceId, Usage more) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD, Object[].class)
                        .setParameter("workspace", workspaceId)
                        .setParameter("files", more.files())
                        .setParameter("bytes", more.bytes())
                        .setParameter("mounted", more.mountedFiles())
                        .getSingleResult())
                .invoke(row -> require(Usage.of(row)))
                .replaceWithVoid();
    }

    /**
     * Also counts uploads announced since {@code oldest} that have not arrived.
     *
     * @throws QuotaExceeded by the Uni
     */
    Uni<Void> requireAnnounced(String workspaceId, Instant oldest) {
        return workspaces
                .lock(workspaceId)
                .chain(() -> stored(workspaceId))
                .chain(stored -> Panache.getSession()
                        .chain(session -> session.createQuery(ANNOUNCED, Usage.class)
                                .setParameter("workspace", workspaceId)
                                .setParameter("oldest", oldest)
                                .getSingleResult())
                        .map(stored::plus))
                .invoke(this::require)
                .replaceWithVoid();
    }

    private Uni<Usage> stored(String workspaceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(STORED, Object[].class)
                        .setParameter("workspace", workspaceId)
                        .getSingleResultOrNull())
                .map(row -> row == null ? Usage.NONE : Usage.of(row));
    }

    private void require(Usage usage) {
        QuotaExceeded.require(
                usage.bytes(),
                config.maxWorkspaceSize().asLongValue(),
                "bytes of uploaded files",
                PREFIX + "max-workspace-size");
        QuotaExceeded.require(
                usage.files(), config.maxWorkspaceFiles(), "uploaded files", PREFIX + "max-workspace-files");
        QuotaExceeded.require(
                usage.mountedFiles(),
                config.maxWorkspaceMountedFiles(),
                "files in its mounts",
                PREFIX + "max-workspace-mounted-files");
    }
}
