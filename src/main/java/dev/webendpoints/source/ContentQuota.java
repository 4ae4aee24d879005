package dev.webendpoints.source;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.identity.Workspaces;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * Limits the content of a workspace. Each check must run in the transaction that adds something, after it was added, so
 * that a failure rolls it back. Announced uploads are counted one after another; concurrent puts of small files may
 * exceed the limit by their number.
 */
@ApplicationScoped
class ContentQuota {

    private static final String PREFIX = "webendpoints.sources.";

    private static final String STORED =
            "select new dev.webendpoints.source.ContentQuota$Usage(count(f), coalesce(sum(f.size), 0L))"
                    + " from SourceFile f where f.key.workspaceId = :workspace";
    private static final String ANNOUNCED =
            "select new dev.webendpoints.source.ContentQuota$Usage(count(b), coalesce(sum(b.size), 0L))"
                    + " from Blob b where b.workspaceId = :workspace and b.uploadedAt is null and b.createdAt >= :oldest";
    private static final String MOUNTED = "select count(f) from MountedFile f where f.key.mountId in"
            + " (select m.id from Mount m where m.workspaceId = :workspace)";

    private final SourcesConfig config;
    private final Workspaces workspaces;

    ContentQuota(SourcesConfig config, Workspaces workspaces) {
        this.config = config;
        this.workspaces = workspaces;
    }

    record Usage(long files, long bytes) {

        Usage plus(Usage other) {
            return new Usage(files + other.files, bytes + other.bytes);
        }
    }

    /** @throws QuotaExceeded by the Uni */
    Uni<Void> requireStored(String workspaceId) {
        return stored(workspaceId).invoke(this::require).replaceWithVoid();
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

    /** @throws QuotaExceeded by the Uni */
    Uni<Void> requireMounted(String workspaceId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(MOUNTED, Long.class)
                        .setParameter("workspace", workspaceId)
                        .getSingleResult())
                .invoke(mounted -> QuotaExceeded.require(
                        mounted,
                        config.maxWorkspaceMountedFiles(),
                        "files in its mounts",
                        PREFIX + "max-workspace-mounted-files"))
                .replaceWithVoid();
    }

    private Uni<Usage> stored(String workspaceId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(STORED, Usage.class)
                        .setParameter("workspace", workspaceId)
                        .getSingleResult());
    }

    private void require(Usage usage) {
        QuotaExceeded.require(
                usage.bytes(),
                config.maxWorkspaceSize().asLongValue(),
                "bytes of uploaded files",
                PREFIX + "max-workspace-size");
        QuotaExceeded.require(
                usage.files(), config.maxWorkspaceFiles(), "uploaded files", PREFIX + "max-workspace-files");
    }
}
