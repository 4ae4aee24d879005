package dev.webendpoints.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
            "test_loading.py test_modal_client.py test_invocations.py test_batches.py test_classes.py test_snapshots.py test_fastapi_endpoint.py"
                    + " test_asgi_app.py test_wsgi_app.py test_web_server.py";

    /** What depends on the packages of the user's image: each kind of function, WebSockets, snapshots. */
    private static final String OF_IMAGES =
            "test_own_packages.py test_close_codes.py test_snapshots.py test_asgi_app.py test_wsgi_app.py";

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

    /** Releases of 2023; the oldest ones, of 2020 and 2021, that can be imported beside Modal's client. */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "uvicorn==0.22.0 h11==0.14.0 httptools==0.5.0 websockets==10.0 wsproto==1.0.0 a2wsgi==1.7.0 anyio==3.6.2"
                + " click==8.0.0 typing_extensions==4.5.0 fastapi==0.95.0 pydantic==1.10.13 flask==2.2.5 werkzeug==2.2.3,"
                + "test_fastapi_endpoint.py,-q",
        "uvicorn==0.13.4 h11==0.9.0 websockets==8.1 a2wsgi==1.4.0 anyio==3.0.0 click==7.1.2 typing_extensions==4.4.0"
                + " starlette==0.13.6 flask==2.0.3 werkzeug==2.0.3,'',-knot fastapi"
    })
    void anImageThatPinsOldPackagesIsServed(String pins, String files, String selection) throws Exception {
        // Given
        Path python = ownEnvironment();
        Path image = PythonPackages.environmentWith(pins.split(" "));
        Map<String, String> environment = new HashMap<>(directories(python, "1.6.4", "fresh,forked"));
        environment.put("WORKER_PYTHON", image.toString());
        // When
        Result result = run(environment, python, pytest((OF_IMAGES + " " + files).strip(), selection));
        // Then
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private void assertPasses(String modalVersion, String starts, String files) throws Exception {
        Path python = ownEnvironment();
        Result result = run(directories(python, modalVersion, starts), python, pytest(files));
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private static Path ownEnvironment() {
        return PythonPackages.environmentWith(
                "pytest==9.0.2",
                "httpx==0.28.1",
                "websockets==15.0.1",
                "fastapi==0.165.0",
                "flask==3.1.2",
                "nest_asyncio==1.6.0");
    }

    private static Map<String, String> directories(Path python, String modalVersion, String starts) {
        return Map.of(
                "WORKER_STARTS",
                starts,
                "MODAL_DIR",
                PythonPackages.directoryWith(python, "modal==" + modalVersion).toString(),
                "WORKER_DIR",
                PythonPackages.directoryWith(python, "-r", SOURCES + "/requirements-worker.txt")
                        .toString());
    }

    private static String[] pytest(String files, String... options) {
        List<String> arguments = new ArrayList<>(List.of("-m", "pytest", "-q", "-c", CONFIG));
        arguments.addAll(List.of(options));
        Stream.of(files.split(" ")).forEach(file -> arguments.add(TESTS + "/" + file));
        return arguments.toArray(String[]::new);
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
