package dev.webendpoints.volume.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.volume.files.TransferTokens.Use;

/**
 * A range of a file that a client may read.
 *
 * @param size size of the whole file
 * @param tokens the right to read each block, for {@code GET /volume-blocks/<token>}
 */
public record FileDownload(long size, long start, long length, List<String> tokens) {

    /** A part of a range that lies in one block of the file. @param key identifies the file */
    record Part(String volumeId, VolumePath path, String key, long start, long length) {

        String token(TransferTokens tokens) {
            return tokens.make(
                    Use.GET, List.of(volumeId, path.toString(), key, Long.toString(start), Long.toString(length)));
        }

        static Optional<Part> of(TransferTokens tokens, String token) {
            return tokens.read(Use.GET, token)
                    .map(fields -> new Part(
                            fields.get(0),
                            VolumePath.of(fields.get(1)),
                            fields.get(2),
                            Long.parseLong(fields.get(3)),
                            Long.parseLong(fields.get(4))));
        }

        /** @throws FailedPrecondition if the file was replaced or is shorter now */
        PinnedFile pin(VolumeStore store) throws IOException {
            PinnedFile file = store.pin(volumeId, path);
            if (!file.key().equals(key) || file.size() < start + length) {
                file.close();
                throw new FailedPrecondition("'" + path + "' has changed since its download began");
            }
            return file;
        }
    }

    /** @param length 0 for everything from {@code start} on */
    static FileDownload of(
            VolumeStore store, TransferTokens tokens, String volumeId, VolumePath path, long start, long length)
            throws IOException {
        try (PinnedFile file = store.pin(volumeId, path)) {
            long size = file.size();
            if (start < 0 || start > size || length < 0) {
                throw new InvalidRequest("the file has " + size + " bytes; there is no range from " + start);
            }
            long end = length == 0 || length > size - start ? size : start + length;
            List<String> parts = new ArrayList<>();
            for (long at = start; at < end; ) {
                long next = Math.min(end, (at / UploadedFile.BLOCK_SIZE + 1) * UploadedFile.BLOCK_SIZE);
                parts.add(new Part(volumeId, path, file.key(), at, next - at).token(tokens));
                at = next;
            }
            return new FileDownload(size, start, end - start, parts);
        }
    }
}
