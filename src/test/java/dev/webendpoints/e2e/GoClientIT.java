package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;

/** The client for Go, of the module that {@code go.mod} names. */
@Tag("long")
class GoClientIT extends OtherLanguageCases {

    /** The minor version of Go 1 that the client is written for. */
    private static final int OLDEST_GO = 25;

    @Override
    String program() {
        return "main.go";
    }

    @Override
    String language() {
        return "go";
    }

    @Override
    List<String> install(Path source) {
        ClientInstallation installation = new ClientInstallation(source);
        installation.requireTool("go version go1\\.(\\d+).*", OLDEST_GO, "go", "version");
        installation.download("go", "mod", "tidy");
        installation.build("go", "build", "-buildvcs=false", "-o", "program", ".");
        return List.of(installation.folder().resolve("program").toString());
    }
}
