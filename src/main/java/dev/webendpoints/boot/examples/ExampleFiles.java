package dev.webendpoints.boot.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The Modal files of a folder and their curl commands. */
record ExampleFiles(Path folder) {

    private static final String CURL = "curl '{url}'";

    List<Path> apps() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".py"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a hash over the names and contents of all apps. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path app : apps()) {
                digest.update(app.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(app));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Returns an example command from the folder's {@code curl.properties}, a map of generated labels to commands. */
    String curl(String generatedLabel, String url) {
        return commands().getProperty(generatedLabel, CURL).replace("{url}", url);
    }

    private Properties commands() {
        Properties commands = new Properties();
        Path file = folder.resolve("curl.properties");
        if (Files.exists(file)) {
            try (InputStream content = Files.newInputStream(file)) {
                commands.load(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return commands;
    }
}
