package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;

import static org.awaitility.Awaitility.await;

/** The packaged server in a process of its own, on ports that are free. */
final class LiveServer implements AutoCloseable {

    static final String TOKEN_ID = "ak-e2e";
    static final String TOKEN_SECRET = "as-e2e-0123456789abcdef";
    static final String WORKSPACE = "e2e";

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path dataDir;
    private final int controlPort;
    private final int gatewayPort;
    private final Process process;

    private LiveServer(Path dataDir, int controlPort, int gatewayPort, Process process) {
        this.dataDir = dataDir;
        this.controlPort = controlPort;
        this.gatewayPort = gatewayPort;
        this.process = process;
    }

    static LiveServer start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    /** Returns once the server is ready. */
    static LiveServer start(Path dataDir, Map<String, String> environment) {
        return start(dataDir, freePort(), freePort(), environment);
    }

    /** A server that may open so many files. */
    static LiveServer startWithDescriptors(Path dataDir, int limit) {
        return start(dataDir, freePort(), freePort(), Map.of(), List.of(), "ulimit -n " + limit + ";");
    }

    /**
     * A server whose data directory is a disk of its own, which nobody else sees.
     *
     * @param size as {@code mount -t tmpfs} takes it
     * @param namespace a program and its arguments that runs another one where it may mount
     */
    static LiveServer startOnDisk(Path dataDir, String size, List<String> namespace) {
        String mount = "mount -t tmpfs -o mode=0700,size=" + size + " tmpfs \"$WEBENDPOINTS_DATA_DIR\" &&";
        return start(dataDir, freePort(), freePort(), Map.of(), namespace, mount);
    }

    private static LiveServer start(Path dataDir, int controlPort, int gatewayPort, Map<String, String> environment) {
        return start(dataDir, controlPort, gatewayPort, environment, List.of(), "");
    }

    /**
     * @param around a program that runs the server's, or nothing
     * @param before commands of a shell that runs the server then
     */
    private static LiveServer start(
            Path dataDir,
            int controlPort,
            int gatewayPort,
            Map<String, String> environment,
            List<String> around,
            String before) {
        try {
            Files.createDirectories(dataDir);
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(around);
            command.addAll(List.of("sh", "-c", before + " exec \"$0\" -jar \"$1\"", java, JAR.toString()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            dataDir.resolve("server.log").toFile()));
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(controlPort));
            builder.environment().put("WEBENDPOINTS_GATEWAY_PORT", Integer.toString(gatewayPort));
            builder.environment()
                    .put("WEBENDPOINTS_GATEWAY_URL_TEMPLATE", "http://{subdomain}.localhost:" + gatewayPort);
            builder.environment().put("WEBENDPOINTS_DATA_DIR", dataDir.toString());
            builder.environment().put("WEBENDPOINTS_BOOTSTRAP_TOKEN_ID", TOKEN_ID);
            builder.environment().put("WEBENDPOINTS_BOOTSTRAP_TOKEN_SECRET", TOKEN_SECRET);
            builder.environment().put("WEBENDPOINTS_BOOTSTRAP_WORKSPACE", WORKSPACE);
            builder.environment().putAll(environment);
            LiveServer server = new LiveServer(dataDir, controlPort, gatewayPort, builder.start());
            server.awaitReadyOrKill();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another server on the same data directory and ports. */
    LiveServer startAgain() {
        return startAgain(Map.of());
    }

    LiveServer startAgain(Map<String, String> environment) {
        return start(dataDir, controlPort, gatewayPort, environment);
    }

    String controlUrl() {
        return "http://localhost:" + controlPort;
    }

    int gatewayPort() {
        return gatewayPort;
    }

    /** The hostname as the server's template makes it of its first part. */
    String host(String subdomain) {
        return subdomain + ".localhost:" + gatewayPort;
    }

    /** A request to a public URL; {@code *.localhost} need not resolve for it. */
    HttpRequest.Builder to(String subdomain, String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gatewayPort + pathAndQuery))
                .header("Host", host(subdomain))
                .timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> get(String subdomain, String pathAndQuery) {
        return send(to(subdomain, pathAndQuery).build());
    }

    /** A request to the control API, as the holder of the first token. */
    HttpRequest.Builder api(String path) {
        return api(path, TOKEN_ID, TOKEN_SECRET);
    }

    HttpRequest.Builder api(String path, String tokenId, String secret) {
        return HttpRequest.newBuilder(URI.create(controlUrl() + path))
                .header("Authorization", "Bearer " + tokenId + "." + secret)
                .timeout(Duration.ofSeconds(10));
    }

    HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A connection for calls of the Modal client's. */
    ManagedChannel grpc() {
        return ManagedChannelBuilder.forAddress("127.0.0.1", controlPort)
                .usePlaintext()
                .build();
    }

    Path dataDir() {
        return dataDir;
    }

    String log() {
        try {
            return Files.readString(dataDir.resolve("server.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: nothing of the server's own runs any more. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and waits. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not stop in " + STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A server that is late must not run on: it would disturb the next one on its data directory. */
    private void awaitReadyOrKill() {
        boolean ready = false;
        try {
            awaitReady();
            ready = true;
        } finally {
            if (!ready) {
                kill();
            }
        }
    }

    private void awaitReady() {
        HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + "/q/health/ready"))
                .build();
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended at its start:\n" + log());
            }
            return isReady(probe);
        });
    }

    private boolean isReady(HttpRequest probe) throws InterruptedException {
        try {
            return http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
