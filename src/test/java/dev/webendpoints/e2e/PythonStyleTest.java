package dev.webendpoints.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Formats and lints the Python sources. Runs before the other tests. */
class PythonStyleTest {

    private static final List<String> FOLDERS = List.of("src/main/python", "src/test/python", "examples");

    @TempDir
    Path folder;

    @Test
    void theSourcesAreFormatted() throws Exception {
        assertThat(ruff("format", "--check")).isEmpty();
    }

    @Test
    void theImportsAreInOrder() throws Exception {
        assertThat(ruff("check")).isEmpty();
    }

    /** Returns what the linter printed; nothing if it has found nothing. */
    private String ruff(String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of(PythonPackages.environmentWith("ruff==0.14.10").toString(), "-m", "ruff"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of("--config", "src/main/python/pyproject.toml"));
        arguments.addAll(FOLDERS);
        Path output = folder.resolve("output");
        int code = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        return code == 0 ? "" : Files.readString(output);
    }
}
