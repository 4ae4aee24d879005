package dev.webendpoints.volume.files;

import java.util.List;
import java.util.stream.IntStream;

import dev.webendpoints.failure.InvalidRequest;

/**
 * A file that a client puts into a volume in blocks.
 *
 * @param blocks hashes of its blocks, without the zeros at the end of each, in hexadecimal
 * @param mode permission bits; 0 for the default
 */
public record UploadedFile(VolumePath path, long size, List<String> blocks, int mode) {

    /** Size of every block but the last. */
    public static final int BLOCK_SIZE = 8 << 20;

    /** SHA-256 of nothing: of a block that has only zeros. */
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** @throws InvalidRequest if the number of blocks does not match the size */
    public UploadedFile {
        VolumePaths.requireNamed(path);
        blocks = List.copyOf(blocks);
        long needed = (size + BLOCK_SIZE - 1) / BLOCK_SIZE;
        if (size < 0 || blocks.size() != needed && !(size == 0 && blocks.equals(List.of(OF_NOTHING)))) {
            throw new InvalidRequest("a file of " + size + " bytes has " + needed + " blocks of " + BLOCK_SIZE
                    + " bytes, not " + blocks.size());
        }
    }

    /** Returns the blocks whose bytes are needed; the others have only zeros. */
    List<Integer> withContent() {
        return IntStream.range(0, blocks.size())
                .filter(block -> !blocks.get(block).equals(OF_NOTHING))
                .boxed()
                .toList();
    }

    /** Returns the maximum number of bytes of a block. */
    int lengthOf(int block) {
        return (int) Math.min(BLOCK_SIZE, size - (long) block * BLOCK_SIZE);
    }
}
