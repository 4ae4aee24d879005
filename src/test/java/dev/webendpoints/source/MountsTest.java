package dev.webendpoints.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
class MountsTest {

    @Inject
    Mounts mounts;

    @Inject
    SourceFiles files;

    @Inject
    WorkspaceRows workspaces;

    private String workspace;

    @BeforeEach
    void makeWorkspace() {
        workspace = workspaces.create();
    }

    @Test
    void theSameFilesInAnotherOrderAreTheSameMount() {
        MountFile a = stored("/root/a.py", "a");
        MountFile b = stored("/root/b.py", "b");
        String first = await(mounts.create(workspace, List.of(a, b)));

        String second = await(mounts.create(workspace, List.of(b, a)));

        assertThat(second).isEqualTo(first).matches("mo-[0-9A-Za-z]{22}");
    }

    @Test
    void oneMountCreatedInParallelIsOneMount() {
        MountFile file = stored("/root/a.py", "a");

        List<String> ids = await(Uni.join()
                .all(IntStream.range(0, 10)
                        .mapToObj(i -> mounts.create(workspace, List.of(file)))
                        .toList())
                .andFailFast());

        assertThat(Set.copyOf(ids)).hasSize(1);
    }

    @Test
    void theSameFilesOfAnotherWorkspaceAreAnotherMount() {
        String other = workspaces.create();
        await(files.put(other, Sha256.of("a"), bytes("a")));
        String mine = await(mounts.create(workspace, List.of(stored("/root/a.py", "a"))));

        String theirs = await(mounts.create(other, List.of(new MountFile("/root/a.py", Sha256.of("a"), 0644))));

        assertThat(theirs).isNotEqualTo(mine);
    }

    @Test
    void aFileThatWasNeverUploadedIsNamed() {
        MountFile unknown = new MountFile("/root/lost.py", Sha256.of("lost"), 0644);

        assertThatThrownBy(() -> await(mounts.create(workspace, List.of(unknown))))
                .isInstanceOf(NotFound.class)
                .hasMessage("the content of these files was not uploaded: /root/lost.py");
    }

    @Test
    void anotherWorkspacesUploadDoesNotCount() {
        await(files.put(workspaces.create(), Sha256.of("theirs"), bytes("theirs")));
        MountFile file = new MountFile("/root/app.py", Sha256.of("theirs"), 0644);

        assertThatThrownBy(() -> await(mounts.create(workspace, List.of(file)))).isInstanceOf(NotFound.class);
    }

    @Test
    void oneNameTwiceIsRefused() {
        MountFile a = stored("/root/a.py", "a");
        MountFile b = stored("/root/a.py", "b");

        assertThatThrownBy(() -> await(mounts.create(workspace, List.of(a, b))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("a mount names one file twice: '/root/a.py'");
    }

    @Test
    void filesComeBackAsTheyWereNamed() {
        MountFile a = stored("/root/a.py", "a");
        MountFile b = stored("/data/b.bin", "b");
        String id = await(mounts.create(workspace, List.of(a, b)));

        assertThat(await(mounts.files(List.of(id)))).containsExactlyInAnyOrder(a, b);
    }

    @Test
    void aMountThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> await(mounts.files(List.of("mo-unknown")))).hasMessage("there is no mount mo-unknown");
    }

    @Test
    void theLaterMountWinsWhereTwoNameOneFile(@TempDir Path root) {
        String first = await(mounts.create(workspace, List.of(stored("/root/app.py", "old"))));
        String second = await(mounts.create(workspace, List.of(stored("/root/app.py", "new"))));

        await(mounts.materialise(List.of(first, second), root));

        assertThat(root.resolve("root/app.py")).hasContent("new");
    }

    @Test
    void aMountOfThousandsOfFilesIsCreated() {
        await(files.put(workspace, Sha256.of("x"), bytes("x")));
        List<MountFile> many = IntStream.range(0, 3000)
                .mapToObj(i -> new MountFile("/root/f" + i, Sha256.of("x"), 0644))
                .collect(Collectors.toList());

        String id = await(mounts.create(workspace, many));

        assertThat(await(mounts.files(List.of(id)))).hasSize(3000);
    }

    private MountFile stored(String filename, String content) {
        await(files.put(workspace, Sha256.of(content), bytes(content)));
        return new MountFile(filename, Sha256.of(content), 0644);
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(60));
    }
}
