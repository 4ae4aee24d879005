package dev.webendpoints.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.source.ContentQuota.Usage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Sets of uploaded files under absolute names, and their layout on disk for a worker. */
@ApplicationScoped
public class Mounts {

    private static final int NAMED_IN_A_MESSAGE = 5;
    private static final int FILES_REMEMBERED = 100_000;

    private final DatabaseTransactions transactions;
    private final MountRepository mounts;
    private final MountedFileRepository rows;
    private final SourceFiles files;
    private final ContentQuota quota;

    /** Mounts are immutable, so starting workers need not query the database for them. */
    private final Cache<String, Owned> remembered = Caffeine.newBuilder()
            .maximumWeight(FILES_REMEMBERED)
            .<String, Owned>weigher((id, mount) -> 1 + mount.files().size())
            .build();

    Mounts(
            DatabaseTransactions transactions,
            MountRepository mounts,
            MountedFileRepository rows,
            SourceFiles files,
            ContentQuota quota) {
        this.transactions = transactions;
        this.mounts = mounts;
        this.rows = rows;
        this.files = files;
        this.quota = quota;
    }

    /**
     * Creates the mount, or finds it: the same files in the same workspace, in any order, are the same mount.
     *
     * @return its id, {@code mo-…}
     * @throws InvalidRequest if two files have the same name
     * @throws NotFound naming the files whose content was never uploaded
     * @throws dev.webendpoints.identity.QuotaExceeded if the workspace has reached its limit
     */
    public Uni<String> create(String workspaceId, List<MountFile> content) {
        List<MountFile> sorted = sortedWithoutDuplicates(content);
        String id = ContentId.withPrefix("mo", identity(workspaceId, sorted));
        return files.missing(workspaceId, sorted.stream().map(MountFile::sha256).toList())
                .invoke(missing -> requireNone(missing, sorted))
                .chain(() -> transactions.run(() -> mounts.insert(id, workspaceId)
                        .chain(isNew -> isNew && !sorted.isEmpty()
                                ? insertRows(id, sorted)
                                        .chain(() -> quota.add(workspaceId, Usage.ofMount(sorted.size())))
                                : Uni.createFrom().voidItem())))
                .replaceWith(id);
    }

    /** @throws NotFound for the first mount that does not belong to this workspace */
    public Uni<Void> require(String workspaceId, List<String> mountIds) {
        return transactions
                .run(() -> mounts.ofWorkspace(workspaceId, mountIds))
                .invoke(found -> mountIds.stream()
                        .filter(id -> !found.contains(id))
                        .findFirst()
                        .ifPresent(id -> {
                            throw new NotFound("there is no mount " + id);
                        }))
                .replaceWithVoid();
    }

    /**
     * Returns the files of the mounts, mount by mount, sorted by name within each.
     *
     * @throws NotFound for the first mount that does not exist
     */
    public Uni<List<MountFile>> files(List<String> mountIds) {
        return owned(mountIds)
                .map(all ->
                        all.stream().flatMap(mount -> mount.files().stream()).toList());
    }

    /**
     * Copies every file to {@code targetRoot} followed by its absolute name, with its permission bits, always readable
     * by the owner. If two mounts contain a file of the same name, the later one wins. Nothing is ever written outside
     * {@code targetRoot}: a symbolic link on the way is rejected.
     *
     * @throws NotFound for the first mount that does not exist
     */
    public Uni<Void> materialise(List<String> mountIds, Path targetRoot) {
        FileLayout layout = new FileLayout(targetRoot);
        return owned(mountIds)
                .chain(all -> Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUniAndConcatenate(mount -> layOut(mount, layout))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> layOut(Owned mount, FileLayout layout) {
        List<String> hashes = mount.files().stream().map(MountFile::sha256).toList();
        return files.paths(mount.workspaceId(), hashes)
                .chain(paths -> SourceFiles.onWorker(() -> {
                    for (MountFile file : mount.files()) {
                        layout.place(file, paths.get(file.sha256()));
                    }
                    return null;
                }));
    }

    private record Owned(String workspaceId, List<MountFile> files) {}

    private Uni<List<Owned>> owned(List<String> mountIds) {
        Map<String, Owned> known = remembered.getAllPresent(mountIds);
        return known.keySet().containsAll(mountIds)
                ? Uni.createFrom().item(mountIds.stream().map(known::get).toList())
                : read(mountIds);
    }

    private Uni<List<Owned>> read(List<String> mountIds) {
        return transactions.run(() -> Multi.createFrom()
                .iterable(mountIds)
                .onItem()
                .transformToUniAndConcatenate(this::owned)
                .collect()
                .asList());
    }

    private Uni<Owned> owned(String mountId) {
        return mounts.findById(mountId)
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("there is no mount " + mountId))
                .chain(mount -> rows.ofMount(mountId)
                        .map(found -> new Owned(
                                mount.workspaceId,
                                found.stream().map(MountedFile::toMountFile).toList())))
                .invoke(read -> remembered.put(mountId, read));
    }

    private Uni<Void> insertRows(String id, List<MountFile> content) {
        return rows.persist(content.stream().map(file -> MountedFile.of(id, file)));
    }

    private static List<MountFile> sortedWithoutDuplicates(List<MountFile> content) {
        Set<String> names = new HashSet<>();
        for (MountFile file : content) {
            if (!names.add(file.filename())) {
                throw new InvalidRequest("a mount names one file twice: '" + file.filename() + "'");
            }
        }
        return content.stream()
                .sorted(Comparator.comparing(MountFile::filename))
                .toList();
    }

    private static List<String> identity(String workspaceId, List<MountFile> sorted) {
        List<String> parts = new ArrayList<>(List.of(workspaceId));
        sorted.forEach(file -> parts.addAll(List.of(file.filename(), file.sha256(), Integer.toString(file.mode()))));
        return parts;
    }

    private static void requireNone(List<String> missing, List<MountFile> content) {
        if (!missing.isEmpty()) {
            List<String> names = content.stream()
                    .filter(file -> missing.contains(file.sha256()))
                    .map(MountFile::filename)
                    .toList();
            String shown = String.join(", ", names.subList(0, Math.min(NAMED_IN_A_MESSAGE, names.size())));
            String more =
                    names.size() > NAMED_IN_A_MESSAGE ? " and " + (names.size() - NAMED_IN_A_MESSAGE) + " more" : "";
            throw new NotFound("the content of these files was not uploaded: " + shown + more);
        }
    }
}
