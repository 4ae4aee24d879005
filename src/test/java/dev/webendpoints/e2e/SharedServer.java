package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** One server for all tests of a process, so that what it builds from PyPI is built once. */
final class SharedServer {

    private static final Path DATA =
            Path.of("target", "e2e-data", System.getProperty("test.fork", "1")).toAbsolutePath();

    private static LiveServer running;

    /** Not tried again and again. */
    private static boolean failed;

    private SharedServer() {}

    static synchronized LiveServer get() {
        if (failed) {
            throw new IllegalStateException("the server did not start before");
        }
        if (running == null) {
            failed = true;
            delete(DATA);
            running = LiveServer.start(DATA);
            failed = false;
            Runtime.getRuntime().addShutdownHook(new Thread(SharedServer::close));
        }
        return running;
    }

    /** SIGKILL, and another one in its place. */
    static synchronized LiveServer killAndStartAgain() {
        get().kill();
        running = running.startAgain();
        return running;
    }

    /** SIGTERM, and another one in its place. */
    static synchronized LiveServer restart(Map<String, String> environment) {
        get().close();
        running = running.startAgain(environment);
        return running;
    }

    private static synchronized void close() {
        running.close();
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
