package dev.webendpoints.image.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.webendpoints.host.FileTrees;
import dev.webendpoints.image.host.Uv;
import io.quarkus.runtime.StartupEvent;

/** The installer cache of each workspace, which is removed only while no installer uses it. Methods block. */
@ApplicationScoped
public class InstallerCaches {

    private static final String RETIRED = ".retired-";

    private final Path root;
    private final LastUse lastUse;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, Integer> inUse = new HashMap<>();
    private final Set<Path> unwanted = new HashSet<>();

    @Inject
    public InstallerCaches(Uv uv, LastUse lastUse) {
        this(uv.tenantCaches(), lastUse);
    }

    public InstallerCaches(Path root, LastUse lastUse) {
        this.root = root;
        this.lastUse = lastUse;
    }

    public interface Work {
        void run(Path cache) throws IOException;
    }

    /** Runs work with a workspace's cache, creating the cache if absent. */
    public void with(String workspaceId, Work work) throws IOException {
        Path cache = root.resolve(workspaceId);
        lock.lock();
        try {
            Files.createDirectories(cache);
            lastUse.note(cache);
            inUse.merge(cache, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        try {
            work.run(cache);
        } finally {
            release(cache);
        }
    }

    /** Returns the caches of all workspaces. */
    public List<Path> all() {
        return FileTrees.childrenOf(root).stream()
                .filter(path -> path.getFileName().toString().startsWith("ac-"))
                .toList();
    }

    /** Removes a cache immediately, or when the installers that use it have ended. */
    public void remove(Path cache) {
        boolean removed = false;
        lock.lock();
        try {
            if (inUse.containsKey(cache)) {
                unwanted.add(cache);
            } else {
                removed = true;
                retire(cache);
            }
        } finally {
            lock.unlock();
        }
        if (removed) {
            discardRetired(cache.getParent());
        }
    }

    /** Deletes the caches whose removal a killed server did not finish. */
    void sweep(@Observes StartupEvent event) {
        discardRetired(root);
    }

    private void release(Path cache) {
        boolean removed = false;
        lock.lock();
        try {
            if (inUse.merge(cache, -1, Integer::sum) == 0) {
                inUse.remove(cache);
                removed = unwanted.remove(cache);
                if (removed) {
                    retire(cache);
                }
            }
        } finally {
            lock.unlock();
        }
        if (removed) {
            discardRetired(cache.getParent());
        }
    }

    private static void retire(Path cache) {
        try {
            Path target = Files.createTempDirectory(cache.getParent(), RETIRED);
            Files.move(cache, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void discardRetired(Path parent) {
        FileTrees.discardChildren(parent, RETIRED);
    }
}
