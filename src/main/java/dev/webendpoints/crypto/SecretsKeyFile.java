package dev.webendpoints.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The key for secrets when none is configured: a file in the data directory, created once. */
final class SecretsKeyFile {

    private static final String FILE = "secrets.key";

    private SecretsKeyFile() {}

    /** @return Base64 of {@link SecretCipher#KEY_BYTES} bytes */
    static String keptIn(Path dataDir) {
        Path file = dataDir.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(Files.createDirectories(dataDir), file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the key for secrets cannot be kept in " + file, e);
        }
    }

    /** Writes to a temporary file first: a start killed midway must not leave a partial key. */
    private static void make(Path dataDir, Path file) throws IOException {
        byte[] key = new byte[SecretCipher.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path unfinished = Files.createTempFile(
                dataDir,
                FILE,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, Base64.getEncoder().encodeToString(key));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
