package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.sandbox.TenantUsers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a server that runs as root transfers to builds. */
class BuildSandboxTest {

    @TempDir
    Path directory;

    private TenantUser user;
    private BuildSandbox sandbox;

    @BeforeEach
    void findUser() throws IOException {
        user = TenantUsers.choose(Optional.empty(), 65_535);
        assumeTrue(TenantUsers.serverIsRoot() && !user.isRoot(), "builds have the server's own user here");
        sandbox = new BuildSandbox(Path.of("/usr/bin/bwrap"), directory, user);
        for (String part : List.of("cache", "tmp", "venv")) {
            Files.createDirectory(directory.resolve(part));
        }
    }

    @Test
    void aBuildOwnsWhatItMayWriteTo() throws IOException {
        sandbox.handOver(view());

        assertThat(List.of("cache", "tmp", "venv")).allMatch(part -> owns(directory.resolve(part)));
    }

    /** Another build of the workspace may be writing to the cache: traversing it as root would follow its links. */
    @Test
    void aCacheThatBuildsHaveAlreadyIsNotWalkedThroughAgain() throws IOException {
        sandbox.handOver(view());
        Path later = Files.createFile(directory.resolve("cache/later"));

        sandbox.handOver(view());

        assertThat(owns(later)).isFalse();
    }

    private BuildView view() {
        return new BuildView(
                directory.resolve("cache"), directory.resolve("tmp"), List.of(), List.of(directory.resolve("venv")));
    }

    private boolean owns(Path path) {
        try {
            return user.owns(path);
        } catch (IOException e) {
            return false;
        }
    }
}
