package dev.webendpoints.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HostProgramsTest {

    private static final String PROGRAM = "bwrap";

    @TempDir
    Path root;

    private Path first;
    private Path second;

    @BeforeEach
    void makeDirectories() throws IOException {
        first = Files.createDirectory(root.resolve("first"));
        second = Files.createDirectory(root.resolve("second"));
    }

    private Path program(Path directory, String permissions, String text) throws IOException {
        Path program = Files.writeString(directory.resolve(PROGRAM), text);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString(permissions));
    }

    private String searchPath() {
        return first + ":" + second;
    }

    @Test
    void theFirstDirectoryOnPathWins() throws IOException {
        Path expected = program(first, "rwxr-xr-x", "binary");
        Path other = program(second, "rwxr-xr-x", "binary");

        assertThat(HostPrograms.on(searchPath(), PROGRAM)).containsExactly(expected, other);
    }

    @Test
    void aDirectoryIsNoProgram() throws IOException {
        Files.createDirectory(first.resolve(PROGRAM));
        Path expected = program(second, "rwxr-xr-x", "binary");

        assertThat(HostPrograms.on(searchPath(), PROGRAM)).containsExactly(expected);
    }

    @Test
    void aFileThatCannotBeExecutedIsNoProgram() throws IOException {
        program(first, "rw-r--r--", "binary");

        assertThat(HostPrograms.on(searchPath(), PROGRAM)).isEmpty();
    }

    /** It would depend on the directory that the server was started in. */
    @Test
    void relativeDirectoriesAreNotSearched() {
        assertThat(HostPrograms.on("target::.", "classes")).isEmpty();
    }

    /** pasta and passt are one program that does what its name says. */
    @Test
    void aLinkKeepsItsName() throws IOException {
        Path link = Files.createSymbolicLink(second.resolve(PROGRAM), program(first, "rwxr-xr-x", "binary"));

        assertThat(HostPrograms.on(second.toString(), PROGRAM)).containsExactly(link);
    }

    @Test
    void aScriptIsToldFromABinary() throws IOException {
        assertThat(HostPrograms.isScript(program(first, "rwxr-xr-x", "#!/bin/sh\n")))
                .isTrue();
        assertThat(HostPrograms.isScript(program(second, "rwxr-xr-x", "binary")))
                .isFalse();
    }

    @Test
    void theHostsShellIsFound() {
        assertThat(HostPrograms.find("sh")).isPresent();
        assertThat(HostPrograms.findBinary("sh").orElseThrow()).isExecutable().isRegularFile();
    }
}
