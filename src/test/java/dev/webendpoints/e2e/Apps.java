package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Modal files to deploy. */
final class Apps {

    static final Path KINDS = Path.of("src", "test", "resources", "apps", "kinds.py");

    private Apps() {}

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

    static Path written(Path folder, String name, String content) {
        try {
            return Files.writeString(folder.resolve(name.replace('-', '_') + ".py"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
