package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** A host whose only Python is a script that prints what Debian's prints. */
class UvTest {

    private static final String WITHOUT_VENV_AND_PIP = """
            #!/bin/sh
            case "$2" in
              venv) echo 'The virtual environment was not created successfully because ensurepip is not'; exit 1;;
              pip) echo '/usr/bin/python3: No module named pip'; exit 1;;
            esac
            """;
    private static final String WITHOUT_NETWORK = """
            #!/bin/sh
            echo 'ERROR: No matching distribution found for uv'
            exit 1
            """;

    @TempDir
    Path directory;

    private final ProgramRunner programs = new ProgramRunner();

    @BeforeEach
    void requireNoUv() {
        boolean onPath = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "uv")));
        assumeFalse(onPath, "this host has uv");
    }

    @Test
    void aHostWithoutVenvAndPipIsToldWhichPackageToInstall() throws IOException {
        Uv uv = uvOfHostWith(WITHOUT_VENV_AND_PIP);

        assertThatThrownBy(() -> run(uv)).isInstanceOf(ProgramFailed.class).hasMessageContaining("python3-venv");
    }

    @Test
    void aHostThatCannotReachTheIndexIsToldSo() throws IOException {
        Uv uv = uvOfHostWith(WITHOUT_NETWORK);

        assertThatThrownBy(() -> run(uv))
                .hasMessageStartingWith("uv is not on PATH, and could not be installed from the package index")
                .hasMessageContaining("No matching distribution found for uv");
    }

    @Test
    void aFailedInstallationLeavesNothing() throws IOException {
        Uv uv = uvOfHostWith(WITHOUT_NETWORK);

        assertThatThrownBy(() -> run(uv)).isInstanceOf(ProgramFailed.class);
        assertThat(directory.resolve("tools")).isEmptyDirectory();
    }

    private static void run(Uv uv) {
        uv.run(List.of("--version"), Path.of("/"), Map.of(), Duration.ofSeconds(30), new ArrayList<>()::add);
    }

    private Uv uvOfHostWith(String script) throws IOException {
        Path executable = Files.writeString(directory.resolve("python3"), script);
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
        HostPythons pythons = new HostPythons(programs) {
            @Override
            public List<HostPython> all() {
                return List.of(new HostPython(executable, directory, "3.11.2"));
            }
        };
        return new Uv(programs, pythons, directory);
    }
}
