package dev.webendpoints.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.source.DatabaseTransactions;
import io.smallrye.mutiny.Uni;

/** Provides the Python environments that workers start in. */
@ApplicationScoped
public class ImageEnvironments {

    private static final Logger LOG = Logger.getLogger(ImageEnvironments.class);

    /** The PATH of Python's container image, for images that do not set their own. */
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final int REMEMBERED_AT_MOST = 1_000;

    private record Wanted(String imageId, String clientVersion) {}

    private record Known(String contentHash, LayerDescription layer, PythonEnvironment environment) {}

    private final DatabaseTransactions transactions;
    private final ImageRepository images;
    private final ImageRecipes recipes;
    private final BuildScheduler builds;
    private final LayerStore environments;
    private final WorkerPackages packages;
    private final BuildTools tools;

    /** Images are immutable: while one is on disk, starting workers need neither the database nor its description. */
    private final Cache<Wanted, Known> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED_AT_MOST).build();

    ImageEnvironments(
            DatabaseTransactions transactions,
            ImageRepository images,
            ImageRecipes recipes,
            BuildScheduler builds,
            LayerStore environments,
            WorkerPackages packages,
            BuildTools tools) {
        this.transactions = transactions;
        this.images = images;
        this.recipes = recipes;
        this.builds = builds;
        this.environments = environments;
        this.packages = packages;
        this.tools = tools;
    }

    /**
     * Returns the environment of an image, built again if it is no longer on disk. May be called on any thread; fast if
     * everything exists.
     *
     * @param clientVersion version of the {@code modal} package that the app was deployed with
     * @param pythonVersion the client's Python version; serialized functions need an image of the same minor version
     * @throws ImageNotFound if there is no such image
     * @throws ImageUnavailable if it cannot be built
     */
    public Uni<PythonEnvironment> environment(String imageId, String clientVersion, String pythonVersion) {
        Wanted wanted = new Wanted(imageId, clientVersion);
        Known known = remembered.getIfPresent(wanted);
        Uni<PythonEnvironment> read = read(imageId, clientVersion, pythonVersion)
                .invoke(found -> remembered.put(wanted, found))
                .map(Known::environment);
        return known == null
                ? read
                : BuildScheduler.onWorker(() -> isThere(known))
                        .chain(there -> there ? Uni.createFrom().item(known.environment()) : read);
    }

    /** Returns whether the environment is on disk, and marks it as used, which keeps it for a while. */
    private boolean isThere(Known known) {
        return known.environment().isOnDisk()
                && environments.noteUse(known.contentHash(), known.layer())
                && packages.noteUse(known.environment().sysPathTail());
    }

    private Uni<Known> read(String imageId, String clientVersion, String pythonVersion) {
        return transactions
                .run(() -> images.findById(imageId))
                .onItem()
                .ifNull()
                .failWith(() -> new ImageNotFound(imageId))
                .chain(image -> built(image)
                        .invoke(layer -> hintAtOtherPython(imageId, layer, pythonVersion))
                        .chain(layer -> BuildScheduler.onWorker(
                                () -> new Known(image.contentHash, layer, describe(layer, clientVersion)))));
    }

    private Uni<LayerDescription> built(StoredImage image) {
        return BuildScheduler.onWorker(() -> environments.find(image.contentHash))
                .chain(found -> found.map(Uni.createFrom()::item).orElseGet(() -> rebuilt(image)));
    }

    private Uni<LayerDescription> rebuilt(StoredImage image) {
        return recipes.of(image).chain(recipe -> builds.start(recipe).awaited()).map(result -> {
            if (result.failure() != null) {
                throw new ImageUnavailable("the image " + image.id + " cannot be built: " + result.failure());
            }
            return result.environment();
        });
    }

    private PythonEnvironment describe(LayerDescription environment, String clientVersion) {
        Path venv = environments.venv(environment);
        Path client = packages.client(clientVersion, environment.pythonMinor(), LOG::info);
        Path worker = packages.worker(environment.pythonMinor(), LOG::info);
        Path source = packages.workerSource(environment.pythonMinor());
        Set<Path> readOnly = new LinkedHashSet<>(List.of(venv, environment.pythonPrefix(), client, worker, source));
        Path interpreter = realPath(venv.resolve("bin/python"));
        if (!interpreter.startsWith(environment.pythonPrefix()) && isOfTheHost(interpreter)) {
            readOnly.add(interpreter.getParent());
        }
        return new PythonEnvironment(
                venv.resolve("bin/python"),
                List.copyOf(readOnly),
                variables(environment, venv),
                environment.workdir(),
                environments.rootfs(environment),
                List.of(client, worker),
                source.resolve("webendpoints_worker").resolve("__main__.py"));
    }

    /** A package's build may have redirected the interpreter link anywhere; such a target must not become visible. */
    private boolean isOfTheHost(Path interpreter) {
        return tools.pythons().all().stream()
                .anyMatch(python -> python.executable().equals(interpreter));
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> variables(LayerDescription environment, Path venv) {
        Map<String, String> variables = new TreeMap<>(environment.variables());
        variables.put("VIRTUAL_ENV", venv.toString());
        variables.put("PATH", venv.resolve("bin") + ":" + variables.getOrDefault("PATH", DEFAULT_PATH));
        return variables;
    }

    private static void hintAtOtherPython(String imageId, LayerDescription environment, String pythonVersion) {
        if (!pythonVersion.startsWith(environment.pythonMinor() + ".")) {
            LOG.debugf(
                    "Image and client Python versions differ: image=%s image_python=%s client_python=%s",
                    imageId, environment.python(), pythonVersion);
        }
    }
}
