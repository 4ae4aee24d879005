package dev.webendpoints.boot.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this machine, unpacked from an archive on the class path. */
record PostgresBinaries(Path home) {

    private static final int OWNER_EXECUTES = 0100;

    /**
     * Unpacks into {@code parent}, unless an earlier start has done so. If the process is killed while unpacking, it
     * leaves only a directory that later starts ignore.
     *
     * @throws PostgresUnavailable if there is no archive for this operating system and processor
     */
    static PostgresBinaries unpackInto(Path parent) throws IOException {
        String archive = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path home = parent.resolve(version() + "-" + archive.replace(".txz", ""));
        if (Files.isDirectory(home)) {
            return new PostgresBinaries(home);
        }
        Path unfinished = Files.createTempDirectory(Files.createDirectories(parent), "unpacking-");
        try (InputStream packed = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive)) {
            if (packed == null) {
                throw new PostgresUnavailable(
                        "no embedded PostgreSQL for this machine (" + archive + " is missing); set"
                                + " QUARKUS_DATASOURCE_REACTIVE_URL and QUARKUS_DATASOURCE_JDBC_URL to a PostgreSQL of your own");
            }
            unpack(packed, unfinished);
        }
        openToOthers(unfinished);
        return new PostgresBinaries(moveInto(unfinished, home));
    }

    /** Returns the PostgreSQL version of the build. Each version is unpacked into a directory of its own. */
    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = PostgresBinaries.class.getResourceAsStream("/embedded-postgres.properties")) {
            properties.load(file);
        }
        return properties.getProperty("version");
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static String archiveName(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String processor = arch.equals("aarch64") || arch.equals("arm64") ? "arm_64" : "x86_64";
        return "postgres-" + system + "-" + processor + ".txz";
    }

    private static Path moveInto(Path unfinished, Path home) throws IOException {
        try {
            return Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException anotherStartWasFaster) {
            if (!Files.isDirectory(home)) {
                throw anotherStartWasFaster;
            }
            deleteTree(unfinished);
            return home;
        }
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(entry, tar, into.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if ((entry.getMode() & OWNER_EXECUTES) != 0) {
            target.toFile().setExecutable(true, false);
        }
    }

    /** Grants read access to all users, as PostgreSQL may run under another account than this process. */
    private static void openToOthers(Path directory) throws IOException {
        Files.setPosixFilePermissions(
                directory,
                Set.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE,
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.GROUP_EXECUTE,
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.OTHERS_EXECUTE));
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
