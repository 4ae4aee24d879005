package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.host.FileTrees;
import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.image.disk.KeptDirectory;
import dev.webendpoints.image.disk.LastUse;
import io.quarkus.runtime.StartupEvent;

/**
 * Finished layers on disk, {@code <data-dir>/images/<content hash>}. A directory with such a name is complete: it is
 * built elsewhere and renamed, and renamed again before its removal. Everything here may be deleted while the server is
 * stopped, and is rebuilt when needed. Methods block.
 */
@ApplicationScoped
class LayerStore {

    private static final Logger LOG = Logger.getLogger(LayerStore.class);

    private static final String DIRECTORY = "images";
    private static final String LOGS = "logs";
    private static final String DESCRIPTION = "environment.json";
    private static final String UNFINISHED = ".building-";

    private static final String PYTHON = "/usr/local";

    private final Path root;
    private final Pattern environmentsOfLayers;
    private final Pattern filesOfLayers;
    private final ObjectMapper json;
    private final LastUse lastUse;

    LayerStore(@ConfigProperty(name = "webendpoints.data-dir") Path dataDir, ObjectMapper json, LastUse lastUse) {
        this.root = dataDir.toAbsolutePath().normalize().resolve(DIRECTORY);
        String layer = Pattern.quote(root.toString()) + "/[^/\\s]+/";
        this.environmentsOfLayers = Pattern.compile(layer + "venv\\b");
        this.filesOfLayers = Pattern.compile(layer + "(?:rootfs|inputs|sources/source-\\w+|project)(?=/)");
        this.json = json;
        this.lastUse = lastUse;
    }

    Path root() {
        return root;
    }

    /** Replaces paths of layers in a build's output by those that a container has. */
    String withPathsOfContainer(String text) {
        String told = environmentsOfLayers.matcher(text).replaceAll(PYTHON);
        return filesOfLayers.matcher(told).replaceAll("");
    }

    /** Ends the builds that a killed server left behind and deletes their partial layers. */
    void sweep(@Observes StartupEvent event, BuildTools tools) {
        tools.sweep(FileTrees.childrenOf(root).stream().filter(LayerStore::isUnfinished));
        discardUnfinished();
    }

    void discardUnfinished() {
        FileTrees.discardChildren(root, UNFINISHED);
    }

    private static boolean isUnfinished(Path directory) {
        return directory.getFileName().toString().startsWith(UNFINISHED);
    }

    /**
     * Finds a layer and marks it as used, which keeps it for a while.
     *
     * @return empty also if a part of it is missing: its interpreter, or the layer whose environment it shares
     */
    Optional<LayerDescription> find(String contentHash) {
        Optional<LayerDescription> found = read(contentHash).filter(this::isWhole);
        return found.filter(environment -> noteUse(contentHash, environment));
    }

    /** @return false if a part of it has been removed */
    boolean noteUse(String contentHash, LayerDescription environment) {
        return layersOf(contentHash, environment).stream().allMatch(layer -> lastUse.note(description(layer)));
    }

    /** Returns all layers on disk. */
    List<KeptDirectory> kept(DiskCollector.Needed needed) {
        Set<String> layers = new HashSet<>(needed.layers());
        for (String layer : needed.layers()) {
            read(layer).ifPresent(environment -> layers.addAll(layersOf(layer, environment)));
        }
        List<KeptDirectory> kept = new ArrayList<>();
        for (Path directory : FileTrees.childrenOf(root)) {
            String name = directory.getFileName().toString();
            if (!name.startsWith(".") && !name.equals(LOGS)) {
                boolean isNeeded = layers.contains(name) || needed.sees(directory);
                KeptDirectory.of(KeptDirectory.Kind.LAYER, directory, description(name), isNeeded)
                        .ifPresent(kept::add);
            }
        }
        return kept;
    }

    /** @return whether it was removed; it is kept if it was used since */
    boolean remove(KeptDirectory layer, Instant unusedSince) {
        try {
            Path retired = newDirectory();
            boolean gone = lastUse.retire(layer.directory(), layer.marker(), unusedSince, retired);
            FileTrees.discard(retired);
            return gone;
        } catch (IOException e) {
            LOG.warnf(e, "Layer not removed: directory=%s", layer.directory());
            return false;
        }
    }

    /** Deletes the logs of builds that ended before this moment, unless their layer exists. */
    void discardLogsBefore(Instant moment) {
        for (Path log : FileTrees.childrenOf(root.resolve(LOGS))) {
            String hash = log.getFileName().toString().replace(".log", "");
            try {
                if (!Files.exists(description(hash)) && lastUse.of(log).isBefore(moment)) {
                    Files.deleteIfExists(log);
                }
            } catch (IOException e) {
                LOG.warnf(e, "Build log not deleted: file=%s", log);
            }
        }
    }

    Path venv(LayerDescription environment) {
        return root.resolve(environment.venv()).resolve("venv");
    }

    /** Null if the image has no files of its own. */
    Path rootfs(LayerDescription environment) {
        return environment.rootfs() == null
                ? null
                : root.resolve(environment.rootfs()).resolve("rootfs");
    }

    /** Returns the directories of an image that a worker imports from. Not all of them exist. */
    List<Path> modules(LayerDescription environment) {
        List<Path> directories = new ArrayList<>(
                List.of(venv(environment).resolve("lib/python" + environment.pythonMinor() + "/site-packages")));
        Path rootfs = rootfs(environment);
        if (rootfs != null) {
            directories.add(rootfs.resolve("root"));
            directories.add(rootfs.resolve("pkg"));
            if (environment.workdir() != null) {
                directories.add(rootfs.resolve(environment.workdir().substring(1)));
            }
        }
        return directories;
    }

    Path newDirectory() throws IOException {
        Files.createDirectories(root);
        return Files.createTempDirectory(root, UNFINISHED);
    }

    /** Renames the directory to its final name. An existing directory of that name is incomplete and is discarded. */
    LayerDescription finish(Path directory, String contentHash, LayerDescription environment) throws IOException {
        json.writeValue(directory.resolve(DESCRIPTION).toFile(), environment);
        Path target = root.resolve(contentHash);
        if (Files.exists(target)) {
            Path old = newDirectory();
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            FileTrees.discard(old);
        }
        Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
        return environment;
    }

    Path logFile(String contentHash) {
        return root.resolve(LOGS).resolve(contentHash + ".log");
    }

    private Path description(String contentHash) {
        return root.resolve(contentHash).resolve(DESCRIPTION);
    }

    private Optional<LayerDescription> read(String contentHash) {
        Path description = description(contentHash);
        try {
            return Files.exists(description)
                    ? Optional.of(json.readValue(description.toFile(), LayerDescription.class))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the layer itself and the layers whose files it shares. */
    private static Set<String> layersOf(String contentHash, LayerDescription environment) {
        Set<String> layers = new LinkedHashSet<>(List.of(contentHash, environment.venv()));
        if (environment.rootfs() != null) {
            layers.add(environment.rootfs());
        }
        return layers;
    }

    private boolean isWhole(LayerDescription environment) {
        Path rootfs = rootfs(environment);
        return Files.exists(venv(environment).resolve("bin/python"))
                && Files.isDirectory(environment.pythonPrefix())
                && (rootfs == null || Files.isDirectory(rootfs));
    }
}
