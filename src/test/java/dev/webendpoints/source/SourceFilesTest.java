package dev.webendpoints.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SourceFilesTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @Inject
    SourceFiles files;

    @Inject
    ContentCache cache;

    @Inject
    WorkspaceRows workspaces;

    private String workspace;

    @BeforeEach
    void makeWorkspace() {
        workspace = workspaces.create();
    }

    @Test
    void whatWasStoredIsNoLongerMissing() {
        String stored = put(workspace, "print(1)");

        List<String> missing = await(files.missing(workspace, List.of(stored, Sha256.of("other"))));

        assertThat(missing).containsExactly(Sha256.of("other"));
    }

    @Test
    void contentOfAnotherHashIsRefusedNamingBoth() {
        String expected = Sha256.of("expected");

        assertThatThrownBy(() -> await(files.put(workspace, expected, "actual".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("the content has the hash " + Sha256.of("actual") + ", not " + expected);
    }

    @Test
    void anotherWorkspacesFileDoesNotExist() {
        String stored = put(workspaces.create(), "secret");

        assertThat(await(files.exists(workspace, stored))).isFalse();
    }

    @Test
    void anotherWorkspacesFileCannotBeReadFromTheSharedCache() {
        String stored = put(workspaces.create(), "secret");

        assertThatThrownBy(() -> await(files.path(workspace, stored))).isInstanceOf(NotFound.class);
    }

    @Test
    void theSameContentStoredInParallelIsStoredOnce() throws IOException {
        byte[] content = "the same".getBytes(StandardCharsets.UTF_8);
        String hash = Sha256.of(content);

        await(Uni.join()
                .all(IntStream.range(0, 10)
                        .mapToObj(i -> files.put(workspace, hash, content))
                        .toList())
                .andFailFast());

        assertThat(await(files.path(workspace, hash))).hasBinaryContent(content);
    }

    @Test
    void aLargeFileComesBackFromTheDatabaseWhenTheCacheIsGone() throws IOException {
        byte[] content = new byte[20 * 1024 * 1024 + 7];
        new Random(1).nextBytes(content);
        String hash = Sha256.of(content);
        await(files.put(workspace, hash, content));
        Files.delete(await(files.path(workspace, hash)));

        Path fetched = await(files.path(workspace, hash));

        assertThat(Sha256.of(fetched)).isEqualTo(hash);
    }

    @Test
    void aLargeFileIsKeptInChunksOfOneMebibyte() {
        byte[] content = new byte[3 * 1024 * 1024 + 1];
        String hash = Sha256.of(content);

        await(files.put(workspace, hash, content));

        assertThat(workspaces.execute("update source_chunk set seq = seq where workspace_id = '" + workspace + "'"))
                .isEqualTo(4);
    }

    @Test
    void anEmptyFileIsAFileToo() {
        String hash = put(workspace, "");

        assertThat(await(files.path(workspace, hash))).isEmptyFile();
    }

    private String put(String workspaceId, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        await(files.put(workspaceId, Sha256.of(bytes), bytes));
        return Sha256.of(bytes);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LONG_ENOUGH);
    }
}
