package dev.webendpoints.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * Creates control groups below the one that is delegated to this server.
 *
 * @param controllers controllers available to this server; empty if it cannot create groups
 */
public record Cgroups(Path root, Set<String> controllers) {

    /** Creates no groups. */
    public static final Cgroups NONE = new Cgroups(Path.of("/"), Set.of());

    static final String MEMORY = "memory";
    static final String CPU = "cpu";

    private static final Logger LOG = Logger.getLogger(Cgroups.class);

    private static final Path CONTROLLERS = Path.of("cgroup.controllers");
    private static final Path GIVEN_ON = Path.of("cgroup.subtree_control");

    /** How often moving is repeated, since processes may start while others are moved. */
    private static final int TIMES_TO_MOVE = 10;

    /**
     * Detects which cgroups are available, logs the result, and enables their controllers. Blocks for milliseconds.
     *
     * @throws IllegalStateException if cgroups are required but not available
     */
    public static Cgroups open(CgroupMode mode) {
        if (mode == CgroupMode.OFF) {
            return NONE;
        }
        try {
            Cgroups cgroups = take(mode == CgroupMode.REQUIRED);
            LOG.infof(
                    "Workers and builds are limited by cgroups: controllers=%s path=%s",
                    cgroups.controllers, cgroups.root);
            return cgroups;
        } catch (IOException e) {
            if (mode == CgroupMode.REQUIRED) {
                throw new IllegalStateException(
                        "webendpoints.workers.cgroup is 'required', and " + e.getMessage()
                                + "; run the server in a cgroup of its own, or set 'auto' or 'off'",
                        e);
            }
            LOG.infof("Workers and builds are limited per process, without cgroups: reason=%s", e.getMessage());
            return NONE;
        }
    }

    private static Cgroups take(boolean asTheOperatorSays) throws IOException {
        CgroupPlace place = CgroupPlace.ofThisProcess()
                .orElseThrow(() -> new IOException("there is no cgroup of version 2 for this process"));
        Path root = asTheOperatorSays
                ? place.taken()
                : place.delegated()
                        .orElseThrow(() -> new IOException(place.directory() + " was not delegated to this server"));
        Set<String> controllers = words(root.resolve(CONTROLLERS)).stream()
                .filter(Set.of(MEMORY, CPU)::contains)
                .collect(Collectors.toUnmodifiableSet());
        if (controllers.isEmpty()) {
            throw new IOException(root + " has no controller of memory or processors");
        }
        Cgroups cgroups = new Cgroups(root, controllers);
        cgroups.giveOn();
        return cgroups;
    }

    /** Enables the controllers for child groups. If the kernel refuses, first moves the processes into a leaf. */
    private void giveOn() throws IOException {
        String all = controllers.stream().map(name -> "+" + name).collect(Collectors.joining(" "));
        try {
            Files.writeString(root.resolve(GIVEN_ON), all);
        } catch (IOException hasProcesses) {
            Path leaf = leaf();
            moveAll(root, leaf);
            try {
                Files.writeString(root.resolve(GIVEN_ON), all);
            } catch (IOException e) {
                moveAll(leaf, root);
                Files.delete(leaf);
                throw new IOException(root + " gives no controllers on: " + e.getMessage(), e);
            }
        }
    }

    private Path leaf() throws IOException {
        try {
            return Files.createDirectories(root.resolve(CgroupPlace.LEAF));
        } catch (IOException e) {
            throw new IOException("no group can be made below " + root + ": " + e, e);
        }
    }

    private static void moveAll(Path from, Path to) throws IOException {
        IOException last = null;
        for (int times = 0; times < TIMES_TO_MOVE; times++) {
            List<String> there = Files.readAllLines(from.resolve(Cgroup.PROCESSES));
            if (there.isEmpty()) {
                return;
            }
            for (String pid : there) {
                try {
                    Files.writeString(to.resolve(Cgroup.PROCESSES), pid);
                } catch (IOException perhapsGone) {
                    last = perhapsGone;
                }
            }
        }
        throw new IOException("its processes cannot be moved to " + to + ": " + last, last);
    }

    /** Creates a group of that name; returns empty if it would enforce none of the limits. */
    public Optional<Cgroup> make(String id, CgroupLimits limits) throws IOException {
        Cgroup group = new Cgroup(directory(id), limits, controllers);
        if (!group.keepsMemory() && !group.keepsProcessors()) {
            return Optional.empty();
        }
        group.make();
        return Optional.of(group);
    }

    /** Removes groups that a previous server left behind, and kills the processes in them. Blocks. */
    public void sweep(Stream<String> ids) {
        ids.map(this::directory).filter(Files::isDirectory).forEach(Cgroup::remove);
    }

    private Path directory(String id) {
        return root.resolve(id);
    }

    private static Set<String> words(Path file) throws IOException {
        return Set.of(Files.readString(file).strip().split("\\s+"));
    }
}
