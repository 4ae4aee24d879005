package dev.webendpoints.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;

/** Only content that is not referenced is deleted after its retention time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ContentCollectorTest {

    private static final Set<String> NOTHING = Set.of();

    @Inject
    ContentCollector collector;

    @Inject
    SourceFiles files;

    @Inject
    Mounts mounts;

    @Inject
    WorkspaceRows workspaces;

    private String workspace;

    @BeforeEach
    void makeWorkspace() {
        workspace = workspaces.create();
    }

    @Test
    void aFileThatNoMountHasGoes() {
        String file = put();
        becomeOld();

        collect(NOTHING);

        assertThat(count("source_file")).isZero();
        assertThat(count("source_chunk where sha256 = '" + file + "' and workspace_id"))
                .isZero();
    }

    @Test
    void aFileThatWasJustPutStays() {
        put();

        collect(NOTHING);

        assertThat(count("source_file")).isOne();
    }

    @Test
    void aFileOfWhichAClientWasJustToldStays() {
        String file = put();
        becomeOld();
        await(files.exists(workspace, file));

        collect(NOTHING);

        assertThat(count("source_file")).isOne();
    }

    @Test
    void aFileThatIsPutAgainStays() {
        byte[] content = content();
        await(files.put(workspace, Sha256.of(content), content));
        becomeOld();
        await(files.put(workspace, Sha256.of(content), content));

        collect(NOTHING);

        assertThat(count("source_file")).isOne();
    }

    @Test
    void aMountInUseStaysWithItsFiles() {
        String mount = mount(put());
        becomeOld();

        collect(Set.of(mount));

        assertThat(count("mount")).isOne();
        assertThat(count("source_file")).isOne();
    }

    @Test
    void aMountThatNothingRefersToGoesWithItsFiles() {
        mount(put());
        becomeOld();

        collect(NOTHING);

        assertThat(count("mount")).isZero();
        assertThat(count("source_file")).isZero();
    }

    @Test
    void aMountThatIsMadeAgainStays() {
        String file = put();
        mount(file);
        becomeOld();
        mount(file);

        collect(NOTHING);

        assertThat(count("mount")).isOne();
    }

    @Test
    void aMountThatADefinitionIsToReferToStays() {
        String mount = mount(put());
        becomeOld();
        await(mounts.require(workspace, List.of(mount)));

        collect(NOTHING);

        assertThat(count("mount")).isOne();
    }

    @Test
    void aMountOfAnotherWorkspaceKeepsNoFileOfThisOne() {
        byte[] content = content();
        String other = workspaces.create();
        for (String each : List.of(workspace, other)) {
            await(files.put(each, Sha256.of(content), content));
        }
        String mount = await(mounts.create(other, List.of(new MountFile("/a", Sha256.of(content), 0))));
        becomeOld();

        collect(Set.of(mount));

        assertThat(count("source_file")).isZero();
    }

    @Test
    void aFileThatIsGoneLeavesTheDiskToo() throws Exception {
        String file = put();
        Path cached = await(files.path(workspace, file));
        Files.setLastModifiedTime(cached, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        becomeOld();

        collect(NOTHING);

        assertThat(cached).doesNotExist();
    }

    @Test
    void aFileThatIsThereStaysOnDisk() throws Exception {
        Path cached = await(files.path(workspace, put()));
        Files.setLastModifiedTime(cached, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        collect(NOTHING);

        assertThat(cached).exists();
    }

    @Test
    void whatIsGoneDoesNotCountForTheQuota() {
        mount(put());
        put();
        assertThat(total("files")).isEqualTo(2);
        assertThat(total("bytes")).isEqualTo(2 * content().length);
        assertThat(total("mounted_files")).isOne();
        becomeOld();

        collect(NOTHING);

        assertThat(total("files")).isZero();
        assertThat(total("bytes")).isZero();
        assertThat(total("mounted_files")).isZero();
    }

    @Test
    void whatIsLeftIsCounted() {
        ContentCollector.Kept before = collect(NOTHING);
        mount(put());

        ContentCollector.Kept after = collect(NOTHING);

        assertThat(after.files() - before.files()).isOne();
        assertThat(after.bytes() - before.bytes()).isEqualTo(content().length);
        assertThat(after.mounts() - before.mounts()).isOne();
    }

    private ContentCollector.Kept collect(Set<String> mountsInUse) {
        return await(collector.collect(mountsInUse, Instant.now()));
    }

    private void becomeOld() {
        for (String table : List.of("source_file", "mount")) {
            workspaces.execute("update " + table + " set used_at = now() - interval '25 hours' where workspace_id = '"
                    + workspace + "'");
        }
    }

    private long total(String column) {
        return workspaces.count(
                "select " + column + " from workspace_content where workspace_id = '" + workspace + "'");
    }

    private long count(String table) {
        return workspaces.count("select count(*) from " + table
                + (table.contains(" where ") ? "" : " where workspace_id") + " = '" + workspace + "'");
    }

    private String put() {
        byte[] content = content();
        await(files.put(workspace, Sha256.of(content), content));
        return Sha256.of(content);
    }

    private String mount(String sha256) {
        return await(mounts.create(workspace, List.of(new MountFile("/a", sha256, 0))));
    }

    private static byte[] content() {
        return UUID.randomUUID().toString().getBytes();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
