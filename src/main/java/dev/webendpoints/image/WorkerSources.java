package dev.webendpoints.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.webendpoints.source.ContentId;

/**
 * The worker's Python sources and requirements on the class path: in a directory in dev mode and tests, in a jar
 * otherwise. Listed at run time, so that no list of files can become outdated.
 */
@ApplicationScoped
class WorkerSources {

    private static final String PACKAGE = "webendpoints_worker";
    private static final String MAIN = "python/" + PACKAGE + "/__main__.py";
    private static final String REQUIREMENTS = "python/requirements-worker.txt";

    private final ClassLoader loader;
    private volatile Map<String, byte[]> files;

    @Inject
    WorkerSources() {
        this(Thread.currentThread().getContextClassLoader());
    }

    WorkerSources(ClassLoader loader) {
        this.loader = loader;
    }

    String requirements() {
        try (InputStream in = resource(REQUIREMENTS).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the content by path relative to the package's parent: {@code webendpoints_worker/__main__.py}. */
    Map<String, byte[]> files() {
        Map<String, byte[]> known = files;
        if (known == null) {
            known = Map.copyOf(read());
            files = known;
        }
        return known;
    }

    private Map<String, byte[]> read() {
        URL main = resource(MAIN);
        try {
            if (main.openConnection() instanceof JarURLConnection jar) {
                Path file = Path.of(jar.getJarFileURL().toURI());
                try (FileSystem content = FileSystems.newFileSystem(file)) {
                    return filesBelow(content.getPath("python"));
                }
            }
            return filesBelow(Path.of(URI.create(main.toString())).getParent().getParent());
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the worker's sources cannot be read from " + main, e);
        }
    }

    /** Returns a hash that changes whenever a file changes. */
    String hash() {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(files()).forEach((name, content) -> {
            parts.add(name);
            parts.add(new String(content, StandardCharsets.UTF_8));
        });
        return ContentId.hashOf(parts);
    }

    private static Map<String, byte[]> filesBelow(Path parent) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(parent.resolve(PACKAGE))) {
            for (Path path :
                    found.filter(file -> file.toString().endsWith(".py")).toList()) {
                files.put(parent.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    private URL resource(String name) {
        URL found = loader.getResource(name);
        if (found == null) {
            throw new IllegalStateException("the class path lacks " + name);
        }
        return found;
    }
}
