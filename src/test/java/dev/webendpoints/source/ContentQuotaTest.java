package dev.webendpoints.source;

import java.util.List;
import java.util.UUID;

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
    Workspaces workspaces;

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
        workspaces.execute("insert into source_file (workspace_id, sha256, size, created_at) select '" + full
                + "', n::text, 1, now() from generate_series(1, 200000) n");

        assertThatThrownBy(() -> put(full))
                .hasMessage("This workspace may have at most 200000 uploaded files"
                        + " (webendpoints.sources.max-workspace-files).");
    }

    @Test
    void aMountBeyondTheNumberOfFilesIsRefused() {
        String mount = "mo-" + full;
        workspaces.execute(
                "insert into mount (id, workspace_id, created_at) values ('" + mount + "', '" + full + "', now())");
        workspaces.execute("insert into mount_file (mount_id, filename, sha256, mode) select '" + mount
                + "', '/' || n, 'x', 0 from generate_series(1, 500000) n");
        String content = put(full);

        assertThatThrownBy(() -> answerOf(mounts.create(full, List.of(new MountFile("/a", content, 0)))))
                .hasMessage("This workspace may have at most 500000 files in its mounts"
                        + " (webendpoints.sources.max-workspace-mounted-files).");
    }

    private void store(long size) {
        workspaces.execute("insert into source_file (workspace_id, sha256, size, created_at) values ('" + full
                + "', 'x', " + size + ", now())");
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
