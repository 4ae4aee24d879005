package dev.webendpoints.boot.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;

/**
 * One PostgreSQL cluster in a directory, listening on loopback only.
 *
 * <p>The cluster outlives the Java process: after a kill of the server or a reload in dev mode, the next start takes
 * over the running cluster. A cluster whose own process was killed recovers from its log when it is restarted.
 */
public final class EmbeddedPostgres {

    /** Enough for crash recovery of a large cluster on a slow disk. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final String USER = "webendpoints";
    private static final String DATABASE = "postgres";
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

    private final Path directory;
    private final Path cluster;
    private final PostgresPrograms programs;
    private final PostgresAccount account;
    private final List<String> settings;

    private EmbeddedPostgres(
            Path directory, PostgresPrograms programs, PostgresAccount account, List<String> settings) {
        this.settings = List.copyOf(settings);
        this.directory = directory;
        this.cluster = directory.resolve("cluster");
        this.programs = programs;
        this.account = account;
    }

    /**
     * Takes over the running cluster or starts it. Blocks until it accepts connections.
     *
     * @param directory of the cluster and the unpacked programs; created if absent
     * @param settings additional server settings, for example {@code fsync=off}
     * @throws PostgresUnavailable if it cannot run here
     */
    public static RunningPostgres start(Path directory, List<String> settings) {
        return start(directory, settings, PostgresAccount.ofThisProcess());
    }

    static RunningPostgres start(Path directory, List<String> settings, PostgresAccount account) {
        try {
            Path home = Files.createDirectories(directory).toRealPath();
            try (FileChannel lockFile = FileChannel.open(
                            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock oneStartAtATime = lockFile.lock()) {
                PostgresPrograms programs =
                        new PostgresPrograms(PostgresBinaries.unpackInto(home.resolve("programs")), account);
                return new EmbeddedPostgres(home, programs, account, settings).running();
            }
        } catch (IOException e) {
            throw new PostgresUnavailable(
                    "the embedded PostgreSQL in " + directory + " did not start: " + e.getMessage(), e);
        }
    }

    private RunningPostgres running() throws IOException {
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            initialise();
        }
        if (!programs.runs(cluster)) {
            return launch();
        }
        if (PostmasterFile.isOf(cluster)) {
            return takeOver();
        }
        LOG.warnf("Stale postmaster.pid names another process, deleting it");
        PostmasterFile.deleteIn(cluster);
        return launch();
    }

    /** Waits until the server accepts connections: it may be starting or recovering. */
    private RunningPostgres takeOver() throws IOException {
        int port = PostmasterFile.portOf(cluster);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!accepts(port)) {
            if (System.nanoTime() > deadline) {
                throw new PostgresUnavailable("a PostgreSQL server runs in " + cluster + " but does not answer on port "
                        + port + "; see " + log());
            }
            pause();
        }
        LOG.infof("Embedded PostgreSQL taken over: port=%d", port);
        return at(port);
    }

    private static boolean accepts(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PROBE_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresUnavailable("interrupted while waiting for the embedded PostgreSQL", e);
        }
    }

    private RunningPostgres launch() throws IOException {
        return launch(freePort());
    }

    private RunningPostgres launch(int port) throws IOException {
        StringBuilder options = new StringBuilder("-p " + port + " -h 127.0.0.1 -c unix_socket_directories=''");
        settings.forEach(setting -> options.append(" -c ").append(setting));
        programs.run(
                "pg_ctl",
                "-D",
                cluster.toString(),
                "-l",
                log().toString(),
                "-o",
                options.toString(),
                "-w",
                "-t",
                Long.toString(START_LIMIT.toSeconds()),
                "start");
        LOG.infof("Embedded PostgreSQL started: port=%d", port);
        return at(port);
    }

    private RunningPostgres at(int port) {
        return new RunningPostgres(this, port, USER, password(), DATABASE);
    }

    boolean isAlive() {
        try {
            return PostmasterFile.isOf(cluster);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    void startAgain(int port) {
        try {
            launch(port);
        } catch (IOException e) {
            throw new PostgresUnavailable("the embedded PostgreSQL was not started: " + e.getMessage(), e);
        }
    }

    void stop() {
        programs.stop(cluster);
    }

    /** Initializes in a temporary directory, so that a killed start leaves no incomplete cluster in the final place. */
    private void initialise() throws IOException {
        Path unfinished = Files.createTempDirectory(directory, "initialising-");
        Files.writeString(passwordFile(), newPassword());
        Files.setPosixFilePermissions(passwordFile(), PosixFilePermissions.fromString("rw-------"));
        Path forInitdb = Files.writeString(unfinished.resolve("password"), password());
        Path fresh = Files.createDirectory(unfinished.resolve("cluster"));
        Files.setPosixFilePermissions(
                fresh,
                Set.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE));
        account.own(unfinished);
        programs.run(
                "initdb",
                "-D",
                fresh.toString(),
                "-U",
                USER,
                "--pwfile",
                forInitdb.toString(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions");
        Files.move(fresh, cluster);
        Files.delete(forInitdb);
        Files.delete(unfinished);
    }

    /** In the cluster's directory, which is owned by the account that PostgreSQL runs under. */
    private Path log() {
        return cluster.resolve("server.log");
    }

    private Path passwordFile() {
        return directory.resolve("password");
    }

    private String password() {
        try {
            return Files.readString(passwordFile());
        } catch (IOException e) {
            throw new PostgresUnavailable(
                    "the password of the embedded PostgreSQL cannot be read: " + e.getMessage(), e);
        }
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
