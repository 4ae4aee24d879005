package dev.webendpoints.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the tests of the Python side: all with the newest client, and what depends on the client with the older ones. */
class PythonSideIT {

    private static final String CONFIG = "src/main/python/pyproject.toml";
    private static final String SOURCES = "src/main/python";
    private static final String TESTS = "src/test/python";

    /** What depends on the client: its adapter, and the loading of each kind of function. */
    private static final String OF_CLIENTS =
            "test_loading.py test_classes.py test_snapshots.py test_fastapi_endpoint.py"
                    + " test_asgi_app.py test_wsgi_app.py test_web_server.py";

    @TempDir
    Path folder;

    @Test
    void theTestsPassInForkedWorkersOfTheNewestClient() throws Exception {
        assertPasses("1.6.4", "forked", "");
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"1.6.4,fresh,''", "1.5.5,forked," + OF_CLIENTS, "1.1.4,forked," + OF_CLIENTS})
    void theTestsPassInOtherWorkers(String modalVersion, String starts, String files) throws Exception {
        assertPasses(modalVersion, starts, files);
    }

    private void assertPasses(String modalVersion, String starts, String files) throws Exception {
        Path python = PythonPackages.environmentWith(
                "pytest==9.0.2",
                "httpx==0.28.1",
                "websockets==15.0.1",
                "fastapi==0.165.0",
                "flask==3.1.2",
                "nest_asyncio==1.6.0");
        Map<String, String> directories = Map.of(
                "WORKER_STARTS",
                starts,
                "MODAL_DIR",
                PythonPackages.directoryWith(python, "modal==" + modalVersion).toString(),
                "WORKER_DIR",
                PythonPackages.directoryWith(python, "-r", SOURCES + "/requirements-worker.txt")
                        .toString());
        List<String> arguments = new ArrayList<>(List.of("-m", "pytest", "-q", "-c", CONFIG));
        Stream.of(files.split(" ")).forEach(file -> arguments.add(TESTS + "/" + file));
        Result result = run(directories, python, arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private Result run(Map<String, String> environment, Path python, String... arguments)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Result(code, Files.readString(output));
    }

    private record Result(int exitCode, String output) {}
}
