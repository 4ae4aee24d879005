package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Volumes and secrets, as Modal's client and its library use them from outside. */
class VolumeClientIT {

    /** Uses a volume's whole library; prints what it sees. Arguments: name, version. */
    private static final String LIBRARY = """
            import io, sys
            import modal

            name, version = sys.argv[1], int(sys.argv[2])
            volume = modal.Volume.from_name(name, create_if_missing=True, version=version)
            big = bytes(range(256)) * 40_000 + bytes(9 << 20)
            with volume.batch_upload() as batch:
                batch.put_file(io.BytesIO(b"text"), "/folder/a.txt")
                batch.put_file(io.BytesIO(b""), "/folder/empty")
                batch.put_file(io.BytesIO(bytes(100)), "zeros")
                batch.put_file(io.BytesIO(big), "/big")
            print(sorted((e.path, e.type.value, e.size) for e in volume.listdir("/", recursive=True)))
            print(b"".join(volume.read_file("/big")) == big, b"".join(volume.read_file("folder/empty")))
            try:
                with volume.batch_upload() as batch:
                    batch.put_file(io.BytesIO(b"other"), "/folder/a.txt")
            except FileExistsError:
                print("exists")
            with volume.batch_upload(force=True) as batch:
                batch.put_file(io.BytesIO(b"other"), "/folder/a.txt")
            volume.copy_files(["folder/a.txt"], "b.txt")
            print(b"".join(volume.read_file("b.txt")))
            volume.remove_file("folder", recursive=True)
            try:
                b"".join(volume.read_file("folder/a.txt"))
            except FileNotFoundError:
                print("gone")
            volume.commit()
            volume.reload()
            """;

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void deploy() {
        server = SharedServer.get();
        Path app = TestApps.written(folder, "volume-client", """
                import os
                import modal

                app = modal.App("volume-client")
                volume = modal.Volume.from_name("volume-client-data", create_if_missing=True)
                image = modal.Image.debian_slim().pip_install("fastapi")


                @app.function(image=image, volumes={"/data": volume})
                @modal.fastapi_endpoint()
                def read(path: str):
                    with open(f"/data/{path}") as file:
                        return file.read()


                @app.function(image=image, volumes={"/data": volume})
                @modal.fastapi_endpoint()
                def write(path: str, text: str):
                    os.makedirs(os.path.dirname(f"/data/{path}"), exist_ok=True)
                    with open(f"/data/{path}", "a") as file:
                        file.write(text)
                    volume.commit()
                """);
        ModalCli.of(ModalCli.NEWEST, server).deploy(app).succeeded();
    }

    @Test
    void aWebFunctionReadsAndExtendsWhatTheCommandLinePut() throws IOException {
        // Given
        Path local = Files.writeString(folder.resolve("local.txt"), "from here");
        newest("volume", "put", "volume-client-data", local.toString(), "in/put.txt");

        // When
        server.get("e2e--volume-client-write", "/?path=in/put.txt&text=,more");

        // Then
        assertThat(server.get("e2e--volume-client-read", "/?path=in/put.txt").body())
                .isEqualTo("\"from here,more\"");
    }

    @Test
    void theCommandLineGetsWhatAWebFunctionWrote() throws IOException {
        // Given
        server.get("e2e--volume-client-write", "/?path=out/a.txt&text=written");
        Path target = Files.createDirectory(folder.resolve("downloaded"));

        // When
        newest("volume", "get", "volume-client-data", "out/", target.toString());

        // Then
        assertThat(target.resolve("out/a.txt")).hasContent("written");
    }

    @ParameterizedTest
    @CsvSource({"1.6.4, 1", "1.6.4, 2"})
    void theLibraryWorksWithFiles(String client, int version) {
        assertThat(library(client, version)).isEqualTo("""
                [('big', 1, 19677184), ('folder', 2, 0), ('folder/a.txt', 1, 4), ('folder/empty', 1, 0), ('zeros', 1, 100)]
                True b''
                exists
                b'other'
                gone
                """);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"1.5.5, 1", "1.5.5, 2", "1.1.4, 1", "1.1.4, 2"})
    void theLibraryOfAnOlderClientWorksWithFiles(String client, int version) {
        assertThat(library(client, version)).endsWith("True b''\nexists\nb'other'\ngone\n");
    }

    @Test
    void aVolumeIsCreatedListedRenamedAndDeleted() {
        // Given
        newest("volume", "create", "first-name");
        newest("volume", "rename", "--yes", "first-name", "second-name");

        // When
        String listed = newest("volume", "list", "--json");
        newest("volume", "delete", "--yes", "second-name");

        // Then
        assertThat(listed).contains("second-name").doesNotContain("first-name");
        assertThat(newest("volume", "list", "--json")).doesNotContain("second-name");
    }

    @Test
    void theCommandLineListsCopiesAndRemovesFiles() throws IOException {
        // Given
        newest("volume", "create", "--version", "2", "cli-files");
        Path tree = Files.createDirectories(folder.resolve("tree/sub"));
        Files.writeString(tree.resolve("a.txt"), "a");
        newest("volume", "put", "cli-files", folder.resolve("tree").toString(), "/tree");

        // When
        newest("volume", "cp", "-r", "cli-files", "tree", "copied");
        newest("volume", "rm", "-r", "cli-files", "tree");

        // Then
        assertThat(newest("volume", "ls", "cli-files", "copied/sub").strip()).isEqualTo("copied/sub/a.txt");
        assertThat(newest("volume", "ls", "cli-files").strip()).isEqualTo("copied");
    }

    @Test
    void anEphemeralVolumeHasFiles() throws IOException {
        Path program = Files.writeString(folder.resolve("ephemeral.py"), """
                import io
                import modal

                with modal.Volume.ephemeral() as volume:
                    with volume.batch_upload() as batch:
                        batch.put_file(io.BytesIO(b"short-lived"), "a")
                    print(b"".join(volume.read_file("a")))
                """);

        assertThat(ModalCli.of(ModalCli.NEWEST, server)
                        .python(program.toString())
                        .succeeded()
                        .output())
                .isEqualTo("b'short-lived'\n");
    }

    @Test
    void aSecretIsCreatedRequiredAndDeleted() throws IOException {
        assertThat(secrets(ModalCli.NEWEST)).isEqualTo("found\nSecret 'secret-1.6.4' is missing the key 'ABSENT'\n");
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"1.5.5", "1.1.4"})
    void anOlderClientCreatesRequiresAndDeletesASecret(String client) throws IOException {
        assertThat(secrets(client)).startsWith("found\n").contains("ABSENT");
    }

    private static String secrets(String version) throws IOException {
        String name = "secret-" + version;
        ModalCli client = ModalCli.of(version, server);
        client.run("secret", "create", name, "KEY=value").succeeded();
        assertThat(client.run("secret", "list", "--json").succeeded().output()).contains(name);
        Path program = Files.writeString(folder.resolve(name + ".py"), """
                import sys
                import modal

                modal.Secret.from_name(sys.argv[1], required_keys=["KEY"]).hydrate()
                print("found")
                try:
                    modal.Secret.from_name(sys.argv[1], required_keys=["KEY", "ABSENT"]).hydrate()
                except modal.exception.NotFoundError as error:
                    print(error)
                """);
        String output = client.python(program.toString(), name).succeeded().output();
        client.run("secret", "delete", "--yes", name).succeeded();
        assertThat(client.run("secret", "list", "--json").succeeded().output()).doesNotContain(name);
        return output;
    }

    private static String library(String client, int version) {
        try {
            Path program = Files.writeString(folder.resolve("library.py"), LIBRARY);
            return ModalCli.of(client, server)
                    .python(program.toString(), "library-" + client + "-" + version, Integer.toString(version))
                    .succeeded()
                    .output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String newest(String... arguments) {
        return ModalCli.of(ModalCli.NEWEST, server).run(arguments).succeeded().output();
    }
}
