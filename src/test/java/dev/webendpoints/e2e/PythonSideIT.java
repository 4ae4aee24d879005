package dev.webendpoints.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The Python side has tests and a formatter of its own; here they run as part of the build. */
class PythonSideIT {

    private static final String CONFIG = "src/main/python/pyproject.toml";
    private static final String SOURCES = "src/main/python";
    private static final String TESTS = "src/test/python";
    private static final String EXAMPLES = "examples";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1.6.4,'fresh,forked'", "1.5.5,forked", "1.1.4,forked"})
    void theWorkersOwnTestsPass(String modalVersion, String starts) throws Exception {
        // Given
        Path python = PythonPackages.environmentWith(
                "pytest==9.0.2", "httpx==0.28.1", "websockets==15.0.1", "fastapi==0.165.0", "flask==3.1.2");
        Map<String, String> directories = Map.of(
                "WORKER_STARTS",
                starts,
                "MODAL_DIR",
                PythonPackages.directoryWith(python, "modal==" + modalVersion).toString(),
                "WORKER_DIR",
                PythonPackages.directoryWith(python, "-r", SOURCES + "/requirements-worker.txt")
                        .toString());
        // When
        Result result = run(directories, python, "-m", "pytest", "-q", "-c", CONFIG, TESTS);
        // Then
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void theSourcesAreFormatted() throws Exception {
        // Given
        Path python = PythonPackages.environmentWith("ruff==0.14.10");
        // When
        Result result =
                run(Map.of(), python, "-m", "ruff", "format", "--check", "--config", CONFIG, SOURCES, TESTS, EXAMPLES);
        // Then
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void theImportsAreInOrder() throws Exception {
        // Given
        Path python = PythonPackages.environmentWith("ruff==0.14.10");
        // When
        Result result = run(Map.of(), python, "-m", "ruff", "check", "--config", CONFIG, SOURCES, TESTS, EXAMPLES);
        // Then
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private Result run(Map<String, String> environment, Path python, String... arguments)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new java.util.ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Result(code, Files.readString(output));
    }

    private record Result(int exitCode, String output) {}
}
