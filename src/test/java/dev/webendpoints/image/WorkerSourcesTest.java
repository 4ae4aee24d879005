package dev.webendpoints.image;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerSourcesTest {

    private static final List<String> FILES = List.of(
            "python/requirements-worker.txt",
            "python/webendpoints_worker/__main__.py",
            "python/webendpoints_worker/deep/er.py");

    @TempDir
    Path directory;

    @Test
    void filesAreListedFromADirectory() throws IOException {
        for (String name : FILES) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }

        assertThat(sources(directory.toUri().toURL()).files())
                .containsOnlyKeys("webendpoints_worker/__main__.py", "webendpoints_worker/deep/er.py");
    }

    @Test
    void filesAreListedFromAJar() throws IOException {
        assertThat(sources(jar()).files())
                .containsOnlyKeys("webendpoints_worker/__main__.py", "webendpoints_worker/deep/er.py");
    }

    @Test
    void contentIsReadFromAJar() throws IOException {
        assertThat(sources(jar()).files().get("webendpoints_worker/deep/er.py"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("python/webendpoints_worker/deep/er.py");
    }

    @Test
    void theBuildPutsAllOfTheWorkerOnTheClassPath() throws IOException {
        Path sources = Path.of("src/main/python/webendpoints_worker");
        long there;
        try (var found = Files.walk(sources)) {
            there = found.filter(file -> file.toString().endsWith(".py")).count();
        }

        assertThat(new WorkerSources(getClass().getClassLoader()).files()).hasSize(Math.toIntExact(there));
    }

    @Test
    void theBuildPutsTheRequirementsOnTheClassPath() {
        assertThat(new WorkerSources(getClass().getClassLoader()).requirements())
                .contains("uvicorn==");
    }

    private URL jar() throws IOException {
        Path jar = directory.resolve("app.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String name : FILES) {
                entries.putNextEntry(new JarEntry(name));
                entries.write(name.getBytes(StandardCharsets.UTF_8));
                entries.closeEntry();
            }
        }
        return jar.toUri().toURL();
    }

    private static WorkerSources sources(URL url) {
        return new WorkerSources(new URLClassLoader(new URL[] {url}, null));
    }
}
