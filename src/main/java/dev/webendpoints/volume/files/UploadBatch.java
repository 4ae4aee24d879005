package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.failure.AlreadyExists;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.volume.files.TransferTokens.Use;

/**
 * Files that a client puts into a volume in blocks. The client asks twice: before it sends the missing blocks, and
 * after, with what the answers to them said; the second time the files appear in the volume. Methods block.
 */
final class UploadBatch {

    private final VolumeStore store;
    private final VolumeLimits limits;
    private final TransferTokens tokens;
    private final String volumeId;
    private final List<UploadedFile> files;

    UploadBatch(
            VolumeStore store, VolumeLimits limits, TransferTokens tokens, String volumeId, List<UploadedFile> files) {
        this.store = store;
        this.limits = limits;
        this.tokens = tokens;
        this.volumeId = volumeId;
        this.files = List.copyOf(files);
    }

    /**
     * Returns the blocks that have not arrived; if there are none, the files are in the volume.
     *
     * @param receipts what was answered to the blocks that were sent
     * @throws AlreadyExists if {@code overwrite} is false and one of the files exists
     */
    List<MissingBlock> put(Collection<String> receipts, boolean overwrite) throws IOException {
        if (!overwrite) {
            for (UploadedFile file : files) {
                requireAbsent(store, volumeId, file.path());
            }
        }
        Optional<String> known = receipts.stream()
                .flatMap(receipt -> upload(receipt).stream())
                .filter(upload -> Files.isDirectory(store.staging().directory().resolve(upload)))
                .findFirst();
        String upload = known.isPresent() ? known.get() : begin();
        List<MissingBlock> missing = missing(upload);
        if (missing.isEmpty()) {
            complete(store.staging().directory().resolve(upload));
        }
        return missing;
    }

    private String begin() throws IOException {
        store.staging().sweep(TransferTokens.LIFETIME.multipliedBy(2));
        limits.add(volumeId, files.stream().mapToLong(UploadedFile::size).sum(), files.size());
        return store.staging()
                .newDirectory(VolumeStore.uploadKind(volumeId))
                .getFileName()
                .toString();
    }

    /** Returns the receipt for a block of an upload. */
    static String receipt(TransferTokens tokens, String upload) {
        return tokens.make(Use.RECEIPT, List.of(upload));
    }

    /** Returns the upload that a receipt names, if it is one to this volume. */
    private Optional<String> upload(String receipt) {
        return tokens.read(Use.RECEIPT, receipt)
                .map(fields -> fields.get(0))
                .filter(upload -> upload.startsWith(VolumeStore.uploadKind(volumeId) + "-"));
    }

    private List<MissingBlock> missing(String upload) {
        List<MissingBlock> missing = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            UploadedFile file = files.get(index);
            for (int block : file.withContent()) {
                BlockUpload sent =
                        new BlockUpload(upload, index, block, file.blocks().get(block), file.lengthOf(block));
                if (!sent.hasArrived(store.staging())) {
                    missing.add(new MissingBlock(index, block, sent.token(tokens)));
                }
            }
        }
        return missing;
    }

    private void complete(Path directory) throws IOException {
        for (int index = 0; index < files.size(); index++) {
            UploadedFile file = files.get(index);
            Path part = BlockUpload.part(directory, index);
            extend(part, file.size());
            store.place(volumeId, file.path(), part, file.mode());
        }
        FileTrees.discard(directory);
    }

    /** Gives the file its size: the zeros at the end of its last block were not sent. */
    private static void extend(Path part, long size) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            if (file.size() > size) {
                throw new InvalidRequest("more bytes were sent than the file has");
            }
            if (file.size() < size) {
                file.write(ByteBuffer.allocate(1), size - 1);
            }
        }
    }

    /** @throws AlreadyExists if the path exists */
    static void requireAbsent(VolumeStore store, String volumeId, VolumePath path) throws IOException {
        try (VolumeDirectory parent = store.open(volumeId, path.parent(), false)) {
            Optional<BasicFileAttributes> present = parent.attributes(path.name());
            if (present.isPresent()) {
                throw new AlreadyExists("'" + path + "' already exists in the volume");
            }
        } catch (NotFound e) {
            // Nor does its directory exist.
        }
    }
}
