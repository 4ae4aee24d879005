package dev.webendpoints.image.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ModuleSearchTest {

    @TempDir
    Path directory;

    @Test
    void aModuleThatNoDirectoryHasIsMissing() throws IOException {
        Files.createDirectory(directory.resolve("fastapi_cli"));
        Files.createFile(directory.resolve("distutils-precedence.pth"));

        assertThat(isMissing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fastapi", "fastapi.py", "fastapi.cpython-311-x86_64-linux-gnu.so"})
    void aPackageAFileAndACompiledModuleAreFound(String name) throws IOException {
        Files.createFile(directory.resolve(name));

        assertThat(isMissing()).isFalse();
    }

    @Test
    void aFileThatMayNameFurtherDirectoriesLeavesItOpen() throws IOException {
        Files.createFile(directory.resolve("project.pth"));

        assertThat(isMissing()).isFalse();
    }

    private boolean isMissing() {
        return ModuleSearch.isMissing("fastapi", List.of(directory.resolve("absent"), directory));
    }
}
