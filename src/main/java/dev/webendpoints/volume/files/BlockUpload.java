package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.volume.files.TransferTokens.Use;

/**
 * The right to send one block of a file. The file grows in a directory of its upload, where an empty file marks each
 * block that has arrived.
 *
 * @param upload name of the upload's directory in the staging directory
 * @param sha256 hash of the block, in hexadecimal
 * @param length maximum number of bytes
 */
record BlockUpload(String upload, int file, int block, String sha256, int length) {

    String token(TransferTokens tokens) {
        return tokens.make(
                Use.PUT,
                List.of(upload, Integer.toString(file), Integer.toString(block), sha256, Integer.toString(length)));
    }

    static Optional<BlockUpload> of(TransferTokens tokens, String token) {
        return tokens.read(Use.PUT, token)
                .map(fields -> new BlockUpload(
                        fields.get(0),
                        Integer.parseInt(fields.get(1)),
                        Integer.parseInt(fields.get(2)),
                        fields.get(3),
                        Integer.parseInt(fields.get(4))));
    }

    long position() {
        return (long) block * UploadedFile.BLOCK_SIZE;
    }

    Path directory(StagingDirectory staging) {
        return staging.directory().resolve(upload);
    }

    Path part(StagingDirectory staging) {
        return part(directory(staging), file);
    }

    static Path part(Path directory, int file) {
        return directory.resolve(Integer.toString(file));
    }

    boolean hasArrived(StagingDirectory staging) {
        return Files.exists(mark(staging));
    }

    /** Marks the block as arrived. Blocks. */
    void markArrived(StagingDirectory staging) throws IOException {
        try {
            Files.createFile(mark(staging));
        } catch (FileAlreadyExistsException e) {
            // It was sent twice.
        }
    }

    private Path mark(StagingDirectory staging) {
        return directory(staging).resolve(file + "-" + block + "-" + sha256);
    }
}
