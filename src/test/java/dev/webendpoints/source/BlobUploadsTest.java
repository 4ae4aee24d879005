package dev.webendpoints.source;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.failure.NotFound;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BlobUploadsTest {

    private static final byte[] CONTENT = "0123456789".repeat(700_000).getBytes(StandardCharsets.US_ASCII);
    private static final String HASH = Sha256.of(CONTENT);

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "webendpoints.data-dir")
    Path dataDir;

    @Inject
    Blobs blobs;

    @Inject
    SourceFiles files;

    @Inject
    WorkspaceRows workspaces;

    private final HttpClient client = HttpClient.newHttpClient();
    private String workspace;

    @BeforeEach
    void makeWorkspace() {
        workspace = workspaces.create();
    }

    @Test
    void anUploadIsAnsweredWithTheMd5OfItsContent() throws Exception {
        HttpResponse<String> answer = put(announced(CONTENT.length), CONTENT);

        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(CONTENT));
        assertThat(answer.headers().firstValue("ETag")).contains("\"" + md5 + "\"");
    }

    @Test
    void anUploadBecomesASourceFile() throws Exception {
        put(announced(CONTENT.length), CONTENT);

        assertThat(answerOf(files.path(workspace, HASH))).hasBinaryContent(CONTENT);
    }

    @Test
    void theHashOfACompleteUploadIsKnown() throws Exception {
        String id = announced(CONTENT.length);
        put(id, CONTENT);

        assertThat(answerOf(blobs.sha256Of(workspace, id))).isEqualTo(HASH);
    }

    @Test
    void anotherWorkspaceDoesNotLearnTheHash() throws Exception {
        String id = announced(CONTENT.length);
        put(id, CONTENT);

        assertThatThrownBy(() -> answerOf(blobs.sha256Of(workspaces.create(), id)))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void aRepeatedUploadIsFine() throws Exception {
        String id = announced(CONTENT.length);
        put(id, CONTENT);

        assertThat(put(id, CONTENT).statusCode()).isEqualTo(200);
    }

    @Test
    void contentOfAnotherHashIsRefused() throws Exception {
        byte[] other = CONTENT.clone();
        other[0]++;

        HttpResponse<String> answer = put(announced(CONTENT.length), other);

        assertThat(answer.statusCode() + " " + answer.body())
                .isEqualTo("400 the content has the hash " + Sha256.of(other) + ", not " + HASH + "\n");
    }

    @Test
    void moreThanWasAnnouncedIsRefusedByItsContentLength() throws Exception {
        HttpResponse<String> answer = put(announced(10), new byte[11]);

        assertThat(answer.statusCode() + " " + answer.body())
                .isEqualTo("413 this upload was announced with 10 bytes, not 11\n");
    }

    @Test
    void moreThanWasAnnouncedIsRefusedAlsoWithoutAContentLength() throws Exception {
        String id = announced(10);

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.resolve("/blobs/" + id))
                        .version(HttpClient.Version.HTTP_1_1)
                        .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[11])))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void lessThanWasAnnouncedIsRefused() throws Exception {
        assertThat(put(announced(10), new byte[9]).statusCode()).isEqualTo(400);
    }

    @Test
    void anIdThatNobodyAnnouncedIsNotFound() throws Exception {
        assertThat(put("bl-0000000000000000000000", CONTENT).statusCode()).isEqualTo(404);
    }

    @Test
    void anIdFromLongAgoIsNotFound() throws Exception {
        String id = announced(CONTENT.length);
        workspaces.execute("update blob set created_at = now() - interval '61 minutes' where id = '" + id + "'");

        assertThat(put(id, CONTENT).statusCode()).isEqualTo(404);
    }

    @Test
    void moreThanTheServerTakesIsRefusedWhenItIsAnnounced() {
        long tooMuch = 4L * 1024 * 1024 * 1024 + 1;

        assertThatThrownBy(() -> answerOf(blobs.create(workspace, HASH, tooMuch)))
                .isInstanceOf(TooLarge.class)
                .hasMessageContaining("webendpoints.sources.max-blob-size");
    }

    @Test
    void anInterruptedUploadLeavesNothingAndMayBeRepeated() throws Exception {
        String id = announced(CONTENT.length);
        sendHalfAndHangUp(id);
        await().atMost(Duration.ofSeconds(10)).until(() -> incomingFiles() == 0);

        assertThat(put(id, CONTENT).statusCode()).isEqualTo(200);
    }

    private void sendHalfAndHangUp(String id) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            String head = "PUT /blobs/" + id + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + CONTENT.length
                    + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(CONTENT, 0, CONTENT.length / 2);
            out.flush();
            await().atMost(Duration.ofSeconds(10)).until(() -> incomingFiles() == 1);
        }
    }

    private long incomingFiles() throws IOException {
        try (Stream<Path> incoming = Files.list(dataDir.resolve("cache/incoming"))) {
            return incoming.count();
        }
    }

    private String announced(long size) {
        return answerOf(blobs.create(workspace, HASH, size));
    }

    private HttpResponse<String> put(String id, byte[] content) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.resolve("/blobs/" + id))
                        .version(HttpClient.Version.HTTP_1_1)
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build(),
                BodyHandlers.ofString());
    }

    private static <T> T answerOf(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(60));
    }
}
