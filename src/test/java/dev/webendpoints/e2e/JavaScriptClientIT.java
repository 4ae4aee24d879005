package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;

/** The client for JavaScript, of the npm package {@code modal}. */
@Tag("long")
class JavaScriptClientIT extends OtherLanguageCases {

    private static final int OLDEST_NODE = 20;

    @Override
    String program() {
        return "main.mjs";
    }

    @Override
    String language() {
        return "javascript";
    }

    @Override
    List<String> install(Path source) {
        ClientInstallation installation = new ClientInstallation(source);
        installation.requireTool("v(\\d+)\\..*", OLDEST_NODE, "node", "--version");
        installation.requireTool("(\\d+)\\..*", 1, "npm", "--version");
        installation.download("npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund");
        return List.of("node", installation.folder().resolve(program()).toString());
    }
}
