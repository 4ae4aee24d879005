package dev.webendpoints.source;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Writes a file in pieces and hashes it on the way. Methods block. */
final class VerifiedWrite {

    private final Path file;
    private final OutputStream out;
    private final MessageDigest digest = Sha256.digest();

    VerifiedWrite(Path file) throws IOException {
        this.file = file;
        this.out = Files.newOutputStream(file);
    }

    Void append(byte[] data) throws IOException {
        digest.update(data);
        out.write(data);
        return null;
    }

    /** @return the complete file, if what was written has this hash */
    Path verified(String sha256) throws IOException {
        out.close();
        String actual = Sha256.hex(digest.digest());
        if (!actual.equals(sha256)) {
            throw new IllegalStateException("the stored chunks of " + sha256 + " have the hash " + actual);
        }
        return file;
    }

    /** Deletes the file unless it was adopted. */
    void close() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
