package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.TestInfo;

/** Modal files to deploy. */
final class TestApps {

    static final Path KINDS = Path.of("src", "test", "resources", "apps", "kinds.py");

    /** Longer ones would be cut in hostnames. */
    private static final int LONGEST_NAME = 30;

    private TestApps() {}

    /** An app's name that is a test's own. */
    static String nameOf(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    /** A file that serves one plain answer, and needs no package beside what every worker has. */
    static Path answering(Path folder, String name, String answer) {
        return written(folder, name, """
                import modal

                app = modal.App("%s")


                @app.function()
                @modal.concurrent(max_inputs=10)
                @modal.asgi_app()
                def web():
                    async def application(scope, receive, send):
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": b"%s"})

                    return application
                """.formatted(name, answer));
    }

    /** A file that prints at its worker's start, and for every request to both streams. */
    static Path talking(Path folder, String app) {
        return written(folder, app, """
                import sys

                import modal

                app = modal.App("%s")


                @app.function()
                @modal.concurrent(max_inputs=10)
                @modal.asgi_app()
                def web():
                    print("printed at the start")

                    async def application(scope, receive, send):
                        if scope["type"] != "http":
                            return
                        print("printed for " + scope["path"])
                        print("warned for " + scope["path"], file=sys.stderr)
                        if scope["path"] == "/fail":
                            raise RuntimeError("failed for " + scope["path"])
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": b"done"})

                    return application
                """.formatted(app));
    }

    /** A file that prints when its worker ends. */
    static Path leaving(Path folder, String app) {
        return written(folder, app, """
                import modal

                app = modal.App("%s")


                @app.cls()
                class Talker:
                    @modal.exit()
                    def end(self):
                        print("printed at the end")

                    @modal.asgi_app(label="%s-web")
                    def web(self):
                        async def application(scope, receive, send):
                            if scope["type"] == "http":
                                print("printed for a request")
                                await send({"type": "http.response.start", "status": 200, "headers": []})
                                await send({"type": "http.response.body", "body": b"done"})

                        return application
                """.formatted(app, app));
    }

    static Path written(Path folder, String name, String content) {
        try {
            return Files.writeString(folder.resolve(name.replace('-', '_') + ".py"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
