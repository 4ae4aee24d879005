package dev.webendpoints.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import dev.webendpoints.failure.InvalidRequest;

/** SHA-256 hashes in the format of this server: 64 lower-case hexadecimal digits. */
public final class Sha256 {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 128 * 1024;

    private Sha256() {}

    /** @throws InvalidRequest unless it is 64 lower-case hexadecimal digits */
    public static String require(String hex) {
        if (hex == null || !HEX.matcher(hex).matches()) {
            throw new InvalidRequest(
                    "a SHA-256 hash is 64 lower-case hexadecimal digits, not '" + shortened(hex) + "'");
        }
        return hex;
    }

    public static String of(byte[] bytes) {
        return hex(digest().digest(bytes));
    }

    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the file in small pieces. Blocks. */
    public static String of(Path file) throws IOException {
        return hex(digestOf("SHA-256", file));
    }

    public static MessageDigest digest() {
        return digest("SHA-256");
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    static byte[] digestOf(String algorithm, Path file) throws IOException {
        MessageDigest digest = digest(algorithm);
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }

    private static String shortened(String text) {
        return text == null || text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
