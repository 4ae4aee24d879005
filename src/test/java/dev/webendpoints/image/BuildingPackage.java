package dev.webendpoints.image;

import java.nio.file.Path;
import java.util.Map;

/** A package whose build runs a program, and whose module {@code probe} then contains the program's output. */
final class BuildingPackage {

    private static final String PROJECT = """
            [build-system]
            requires = []
            build-backend = "backend"
            backend-path = ["."]
            [project]
            name = "probe"
            version = "1"
            """;

    private static final String BACKEND = """
            import contextlib, io, os, zipfile
            NAME = "probe-1-py3-none-any.whl"
            def build_wheel(directory, config_settings=None, metadata_directory=None):
                said = io.StringIO()
                with contextlib.redirect_stdout(said):
                    exec(open("program.py").read())
                with zipfile.ZipFile(os.path.join(directory, NAME), "w") as wheel:
                    wheel.writestr("probe.py", "SAID = " + repr(said.getvalue()))
                    info = "probe-1.dist-info/"
                    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: probe\\nVersion: 1\\n")
                    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
                    wheel.writestr(info + "RECORD", "")
                return NAME
            """;

    private BuildingPackage() {}

    static ImageDefinition layer(String base, String program) {
        return Layer.withFiles(
                base,
                Map.of("/src/pyproject.toml", PROJECT, "/src/backend.py", BACKEND, "/src/program.py", program),
                "COPY /src /src",
                "RUN python -m pip install /src");
    }

    /** Returns a program that prints the error it gets, or what it reads. */
    static String reading(Path file) {
        return """
                try:
                    print(open(%s).read())
                except OSError as e:
                    print(type(e).__name__)
                """.formatted("'" + file + "'");
    }
}
