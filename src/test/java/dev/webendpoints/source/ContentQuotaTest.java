package dev.webendpoints.source;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A workspace that reaches its content quota cannot add more; other workspaces are not affected. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ContentQuotaTest {

    private static final long GIB = 1L << 30;
    private static final String TOO_MANY_BYTES = "This workspace may have at most " + 20 * GIB
            + " bytes of uploaded files (webendpoints.sources.max-workspace-size).";

    @Inject
    SourceFiles files;

    @Inject
    Blobs blobs;

    @Inject
    Mounts mounts;

    @Inject
    WorkspaceRows workspaces;

    private String full;
    private String other;

    @BeforeEach
    void makeWorkspaces() {
        full = workspaces.create();
        other = workspaces.create();
    }

    @Test
    void aFileBeyondTheSizeIsRefused() {
        store(20 * GIB);

        assertThatThrownBy(() -> put(full)).isInstanceOf(QuotaExceeded.class).hasMessage(TOO_MANY_BYTES);
    }

    @Test
    void aRefusedFileIsNotKept() {
        store(20 * GIB);
        byte[] content = content();
        assertThatThrownBy(() -> answerOf(files.put(full, Sha256.of(content), content)))
                .isInstanceOf(QuotaExceeded.class);

        assertThat(answerOf(files.exists(full, Sha256.of(content)))).isFalse();
    }

    @Test
    void anotherWorkspaceGoesOn() {
        store(20 * GIB);

        assertThat(answerOf(files.exists(other, put(other)))).isTrue();
    }

    @Test
    void uploadsAreCountedWhenTheyAreAnnounced() {
        for (int i = 0; i < 5; i++) {
            announce(full, 4 * GIB);
        }

        assertThatThrownBy(() -> announce(full, 1))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessage(TOO_MANY_BYTES);
    }

    @Test
    void anotherWorkspaceAnnouncesOn() {
        for (int i = 0; i < 5; i++) {
            announce(full, 4 * GIB);
        }

        assertThat(announce(other, 4 * GIB)).startsWith("bl-");
    }

    @Test
    void aFileBeyondTheNumberIsRefused() {
        has(200_000, 1, 0);

        assertThatThrownBy(() -> put(full))
                .hasMessage("This workspace may have at most 200000 uploaded files"
                        + " (webendpoints.sources.max-workspace-files).");
    }

    @Test
    void aMountBeyondTheNumberOfFilesIsRefused() {
        has(0, 0, 500_000);
        String content = put(full);

        assertThatThrownBy(() -> answerOf(mounts.create(full, List.of(new MountFile("/a", content, 0)))))
                .hasMessage("This workspace may have at most 500000 files in its mounts"
                        + " (webendpoints.sources.max-workspace-mounted-files).");
    }

    @Test
    void uploadsAtTheSameTimeStopAtTheNumber() {
        has(199_995, 0, 0);
        List<Uni<Boolean>> uploads = Stream.generate(ContentQuotaTest::content)
                .limit(20)
                .map(content -> files.put(full, Sha256.of(content), content)
                        .replaceWith(true)
                        .onFailure(QuotaExceeded.class)
                        .recoverWithItem(false))
                .toList();

        List<Boolean> stored = answerOf(Uni.join().all(uploads).andFailFast());

        assertThat(stored).filteredOn(done -> done).hasSize(5);
        assertThat(workspaces.count("select count(*) from source_file where workspace_id = '" + full + "'"))
                .isEqualTo(5);
    }

    @Test
    void theSameContentAtTheSameTimeCountsOnce() {
        byte[] content = content();

        answerOf(Uni.join()
                .all(List.of(
                        files.put(full, Sha256.of(content), content), files.put(full, Sha256.of(content), content)))
                .andFailFast());

        assertThat(workspaces.count("select files from workspace_content where workspace_id = '" + full + "'"))
                .isOne();
    }

    private void store(long size) {
        has(1, size, 0);
    }

    private void has(long files, long bytes, long mountedFiles) {
        workspaces.execute("insert into workspace_content (workspace_id, files, bytes, mounted_files) values ('" + full
                + "', " + files + ", " + bytes + ", " + mountedFiles + ")");
    }

    private String put(String workspace) {
        byte[] content = content();
        answerOf(files.put(workspace, Sha256.of(content), content));
        return Sha256.of(content);
    }

    private String announce(String workspace, long size) {
        return answerOf(blobs.create(workspace, Sha256.of(content()), size));
    }

    private static byte[] content() {
        return UUID.randomUUID().toString().getBytes();
    }

    private static <T> T answerOf(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
