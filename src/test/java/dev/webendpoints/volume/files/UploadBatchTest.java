package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.crypto.SecretCipher;
import dev.webendpoints.failure.AlreadyExists;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.identity.QuotaExceeded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UploadBatchTest {

    private static final String SOME = "a".repeat(64);
    private static final String ZEROS = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path data;

    private VolumeStore store;
    private VolumeLimits limits;
    private final SecretCipher cipher = new SecretCipher(new byte[32]);
    private final TransferTokens tokens = new TransferTokens(cipher, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void createStore() {
        store = VolumeStore.in(data.resolve("volumes"), path -> {});
        limits = new VolumeLimits(store, 64 << 20, 10, 0);
    }

    @Test
    void aFileAppearsWhenItsBlocksHaveArrived() throws IOException {
        // Given
        UploadedFile file = new UploadedFile(VolumePath.of("a/b"), (8 << 20) + 5, List.of(SOME, SOME), 0755);
        String receipt = "";
        for (MissingBlock block : batch(file).put(List.of(), true)) {
            receipt = send(block, "bytes");
        }

        // When
        List<MissingBlock> missing = batch(file).put(List.of(receipt), true);

        // Then
        Path placed = data.resolve("volumes/vo-1/a/b");
        assertThat(missing).isEmpty();
        assertThat(placed).hasSize((8 << 20) + 5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(placed)))
                .isEqualTo("rwxr-xr-x");
        assertThat(store.uploads("vo-1")).isEmpty();
    }

    @Test
    void aBlockThatDidNotArriveIsMissingAgain() throws IOException {
        UploadedFile file = new UploadedFile(VolumePath.of("a"), (8 << 20) + 5, List.of(SOME, SOME), 0);
        String receipt = send(batch(file).put(List.of(), true).get(0), "bytes");

        List<MissingBlock> missing = batch(file).put(List.of(receipt), true);

        assertThat(missing).extracting(MissingBlock::block).containsExactly(1);
    }

    @Test
    void aFileOfZerosNeedsNoBlock() throws IOException {
        UploadedFile file = new UploadedFile(VolumePath.of("zeros"), (8 << 20) + 5, List.of(ZEROS, ZEROS), 0);

        List<MissingBlock> missing = batch(file).put(List.of(), true);

        assertThat(missing).isEmpty();
        assertThat(data.resolve("volumes/vo-1/zeros")).hasSize((8 << 20) + 5);
    }

    @Test
    void anExistingFileIsRefused() throws IOException {
        UploadedFile file = new UploadedFile(VolumePath.of("a"), 0, List.of(), 0);
        batch(file).put(List.of(), false);

        assertThatThrownBy(() -> batch(file).put(List.of(), false)).isInstanceOf(AlreadyExists.class);
    }

    @Test
    void aFileThatIsTooLargeForTheVolumeIsRefusedBeforeItIsSent() {
        UploadedFile file = new UploadedFile(VolumePath.of("a"), 72 << 20, Collections.nCopies(9, SOME), 0);

        assertThatThrownBy(() -> batch(file).put(List.of(), true))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessageContaining("webendpoints.workers.max-volume-size");
    }

    @Test
    void aReceiptOfAnotherVolumeCountsForNothing() throws IOException {
        UploadedFile file = new UploadedFile(VolumePath.of("a"), 5, List.of(SOME), 0);
        String receipt = send(batch(file).put(List.of(), true).get(0), "bytes");

        List<MissingBlock> missing =
                new UploadBatch(store, limits, tokens, "vo-2", List.of(file)).put(List.of(receipt), true);

        assertThat(missing).hasSize(1);
    }

    @Test
    void theNumberOfBlocksMatchesTheSize() {
        assertThatThrownBy(() -> new UploadedFile(VolumePath.of("a"), 5, List.of(SOME, SOME), 0))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aTokenIsOfNoUseLater() throws IOException {
        UploadedFile file = new UploadedFile(VolumePath.of("a"), 5, List.of(SOME), 0);
        String token = batch(file).put(List.of(), true).get(0).token();
        Clock later = Clock.fixed(NOW.plus(Duration.ofHours(12)), ZoneOffset.UTC);

        assertThat(BlockUpload.of(new TransferTokens(cipher, later), token)).isEmpty();
    }

    @Test
    void aTokenIsOfNoOtherUse() throws IOException {
        UploadedFile file = new UploadedFile(VolumePath.of("a"), 5, List.of(SOME), 0);

        String token = batch(file).put(List.of(), true).get(0).token();

        assertThat(FileDownload.Part.of(tokens, token)).isEmpty();
    }

    @Test
    void whatThisServerDidNotMakeIsNoToken() {
        assertThat(FileDownload.Part.of(tokens, "AAAA")).isEmpty();
    }

    @Test
    void aDownloadHasATokenForEachBlockOfItsRange() throws IOException {
        put("a", (20 << 20));

        FileDownload download = FileDownload.of(store, tokens, "vo-1", VolumePath.of("a"), 7 << 20, 10 << 20);

        assertThat(download.tokens().stream()
                        .map(token -> FileDownload.Part.of(tokens, token).orElseThrow())
                        .map(part -> (part.start() >> 20) + "+" + (part.length() >> 20)))
                .containsExactly("7+1", "8+8", "16+1");
    }

    @Test
    void aDownloadOfAReplacedFileFails() throws IOException {
        put("a", 5);
        String token = FileDownload.of(store, tokens, "vo-1", VolumePath.of("a"), 0, 0)
                .tokens()
                .get(0);

        put("a", 6);

        FileDownload.Part part = FileDownload.Part.of(tokens, token).orElseThrow();
        assertThatThrownBy(() -> part.pin(store)).isInstanceOf(FailedPrecondition.class);
    }

    private UploadBatch batch(UploadedFile... files) {
        return new UploadBatch(store, limits, tokens, "vo-1", List.of(files));
    }

    private void put(String path, long size) throws IOException {
        int blocks = (int) ((size + UploadedFile.BLOCK_SIZE - 1) / UploadedFile.BLOCK_SIZE);
        batch(new UploadedFile(VolumePath.of(path), size, Collections.nCopies(blocks, ZEROS), 0))
                .put(List.of(), true);
    }

    /** Does what the handler of the URL does, without checking the hash. */
    private String send(MissingBlock missing, String content) throws IOException {
        BlockUpload block = BlockUpload.of(tokens, missing.token()).orElseThrow();
        try (FileChannel part =
                FileChannel.open(block.part(store.staging()), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            part.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), block.position());
        }
        block.markArrived(store.staging());
        return UploadBatch.receipt(tokens, block.upload());
    }
}
