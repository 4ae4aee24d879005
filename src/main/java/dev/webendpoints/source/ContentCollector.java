package dev.webendpoints.source;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Deletes mounts and files that are no longer referenced. The owners of references mark mounts as used; mounts refer to
 * files. Each batch is a separate transaction; several servers may collect at the same time.
 */
@ApplicationScoped
public class ContentCollector {

    /** Rows per transaction: a file's content is deleted with its row. */
    private static final int BATCH = 100;

    /** Maximum number of rows per run; the next run continues. */
    private static final int MOST = 10_000;

    /** The maximum time from storing a file in the cache to committing its row: the transaction of a large upload. */
    private static final Duration STORING = Duration.ofHours(1);

    private static final String MOUNTS = "select id from mount where used_at < :unused order by used_at limit " + MOST;
    private static final String DELETE_MOUNTS = """
            with gone as (delete from mount where id in (:batch) and used_at < :unused returning id, workspace_id),
                freed as (select g.workspace_id, count(*) as files
                    from gone g join mount_file f on f.mount_id = g.id group by g.workspace_id)
            update workspace_content c set mounted_files = c.mounted_files - freed.files
            from freed where c.workspace_id = freed.workspace_id""";

    private static final String UNREFERENCED = """
            used_at < :unused and not exists (
                select from mount_file f join mount m on m.id = f.mount_id
                where f.sha256 = s.sha256 and m.workspace_id = s.workspace_id)""";
    private static final String FILES =
            "select s.workspace_id, s.sha256 from source_file s where " + UNREFERENCED + " limit " + MOST;
    private static final String DELETE_FILES =
            "with gone as (delete from source_file s where s.workspace_id = :workspace and s.sha256 in (:batch) and "
                    + UNREFERENCED + " returning s.size)"
                    + " update workspace_content set files = files - (select count(*) from gone),"
                    + " bytes = bytes - (select coalesce(sum(size), 0) from gone) where workspace_id = :workspace";

    private static final String FIGURES = "select (select count(*) from source_file),"
            + " (select cast(coalesce(sum(size), 0) as bigint) from source_file), (select count(*) from mount)";

    private final DatabaseTransactions transactions;
    private final MountRepository mounts;
    private final ContentCache cache;
    private final SourcesConfig config;

    ContentCollector(
            DatabaseTransactions transactions, MountRepository mounts, ContentCache cache, SourcesConfig config) {
        this.transactions = transactions;
        this.mounts = mounts;
        this.cache = cache;
        this.config = config;
    }

    /** What remains. @param bytes total size of the files */
    public record Kept(long files, long bytes, long mounts) {}

    /** @param mountsInUse mounts that are referenced; others may be deleted after their retention time */
    public Uni<Kept> collect(Set<String> mountsInUse, Instant now) {
        Instant unused = now.minus(config.keepUnused());
        return each(QueryBatches.of(mountsInUse, BATCH), batch -> transactions.run(() -> mounts.noteUse(batch)))
                .chain(() -> collectMounts(unused))
                .chain(() -> collectFiles(unused))
                .chain(() -> collectCache(now))
                .chain(() -> transactions.run(ContentCollector::kept));
    }

    private Uni<Void> collectMounts(Instant unused) {
        return transactions
                .run(() -> ids(MOUNTS, unused))
                .chain(found -> each(
                        QueryBatches.of(found, BATCH),
                        batch -> transactions.run(() -> session()
                                .chain(session -> session.createNativeQuery(DELETE_MOUNTS)
                                        .setParameter("batch", batch)
                                        .setParameter("unused", unused)
                                        .executeUpdate()))));
    }

    private Uni<Void> collectFiles(Instant unused) {
        return transactions
                .run(() -> session()
                        .chain(session -> session.createNativeQuery(FILES, Object[].class)
                                .setParameter("unused", unused)
                                .getResultList()))
                .map(ContentCollector::byWorkspace)
                .chain(found -> each(
                        List.copyOf(found.entrySet()),
                        workspace -> each(
                                QueryBatches.of(workspace.getValue(), BATCH),
                                batch -> delete(workspace.getKey(), batch, unused))));
    }

    private Uni<Integer> delete(String workspaceId, List<String> batch, Instant unused) {
        return transactions.run(() -> session()
                .chain(session -> session.createNativeQuery(DELETE_FILES)
                        .setParameter("workspace", workspaceId)
                        .setParameter("batch", batch)
                        .setParameter("unused", unused)
                        .executeUpdate()));
    }

    /** Deletes cached files that no workspace has; the cache is shared by all workspaces. */
    private Uni<Void> collectCache(Instant now) {
        Instant storedBefore = now.minus(STORING);
        return SourceFiles.onWorker(() -> cache.storedBefore(storedBefore))
                .chain(cached -> each(
                        QueryBatches.of(cached, BATCH),
                        batch -> transactions
                                .run(() -> session()
                                        .chain(session -> session.createNativeQuery(
                                                        "select distinct sha256 from source_file where sha256 in (:batch)",
                                                        String.class)
                                                .setParameter("batch", batch)
                                                .getResultList()))
                                .chain(stored -> SourceFiles.onWorker(() -> {
                                    Set<String> gone = new HashSet<>(batch);
                                    stored.forEach(gone::remove);
                                    for (String sha256 : gone) {
                                        cache.remove(sha256, storedBefore);
                                    }
                                    return null;
                                }))));
    }

    private static Uni<List<String>> ids(String query, Instant unused) {
        return session()
                .chain(session -> session.createNativeQuery(query, String.class)
                        .setParameter("unused", unused)
                        .getResultList());
    }

    private static Uni<Kept> kept() {
        return session()
                .chain(session ->
                        session.createNativeQuery(FIGURES, Object[].class).getSingleResult())
                .map(row -> new Kept(number(row[0]), number(row[1]), number(row[2])));
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static Map<String, List<String>> byWorkspace(List<Object[]> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> (String) row[0], Collectors.mapping(row -> (String) row[1], Collectors.toList())));
    }

    private static Uni<Mutiny.Session> session() {
        return Panache.getSession();
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<?>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> step.apply(item).replaceWithVoid())
                .onItem()
                .ignoreAsUni();
    }
}
