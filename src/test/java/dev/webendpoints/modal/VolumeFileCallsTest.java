package dev.webendpoints.modal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.protobuf.ByteString;

import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.VolumeCopyFilesRequest;
import dev.webendpoints.modal.generated.VolumeGetFile2Request;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeIdRequest;
import dev.webendpoints.modal.generated.VolumeListFilesRequest;
import dev.webendpoints.modal.generated.VolumePutFiles2Request;
import dev.webendpoints.modal.generated.VolumePutFiles2Request.Block;
import dev.webendpoints.modal.generated.VolumePutFiles2Request.File;
import dev.webendpoints.modal.generated.VolumePutFilesRequest;
import dev.webendpoints.modal.generated.VolumeRemoveFileRequest;
import dev.webendpoints.modal.generated.VolumeRenameRequest;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The calls for files of volumes, and the transfers of their contents over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VolumeFileCallsTest extends ModalCallsFixture {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final HttpClient http = HttpClient.newHttpClient();

    private String volume;

    @BeforeEach
    void createVolume() {
        volume = dev.volumeGetOrCreate(VolumeGetOrCreateRequest.newBuilder()
                        .setDeploymentName("files-" + UUID.randomUUID())
                        .setObjectCreationType(Creation.CREATE_FAIL_IF_EXISTS)
                        .setVersion(2)
                        .build())
                .getVolumeId();
    }

    static Stream<Consumer<Theirs>> callsOfAnotherWorkspace() {
        return Stream.of(
                their -> their.client().volumeGetById(their.id()),
                their -> their.client().volumeDelete(their.id()),
                their -> their.client().volumeCommit(their.id()),
                their -> their.client().volumeReload(their.id()),
                their -> their.client().volumeHeartbeat(their.id()),
                their -> their.client()
                        .volumeRename(VolumeRenameRequest.newBuilder()
                                .setVolumeId(their.volume())
                                .setName("mine")
                                .build()),
                their -> their.client()
                        .volumeListFiles2(VolumeListFilesRequest.newBuilder()
                                .setVolumeId(their.volume())
                                .build())
                        .next(),
                their -> their.client()
                        .volumeGetFile2(VolumeGetFile2Request.newBuilder()
                                .setVolumeId(their.volume())
                                .setPath("a")
                                .build()),
                their -> their.client()
                        .volumePutFiles(VolumePutFilesRequest.newBuilder()
                                .setVolumeId(their.volume())
                                .build()),
                their -> their.client()
                        .volumePutFiles2(VolumePutFiles2Request.newBuilder()
                                .setVolumeId(their.volume())
                                .build()),
                their -> their.client()
                        .volumeRemoveFile2(VolumeRemoveFileRequest.newBuilder()
                                .setVolumeId(their.volume())
                                .setPath("a")
                                .build()),
                their -> their.client()
                        .volumeCopyFiles2(VolumeCopyFilesRequest.newBuilder()
                                .setVolumeId(their.volume())
                                .addSrcPaths("a")
                                .setDstPath("b")
                                .build()));
    }

    record Theirs(ModalClientBlockingStub client, String volume) {

        VolumeIdRequest id() {
            return VolumeIdRequest.newBuilder().setVolumeId(volume).build();
        }
    }

    @ParameterizedTest
    @MethodSource("callsOfAnotherWorkspace")
    void aVolumeOfAnotherWorkspaceIsNotFound(Consumer<Theirs> call) {
        assertStatus(() -> call.accept(new Theirs(other, volume)), Status.Code.NOT_FOUND);
    }

    @Test
    void whatWasPutIsDownloaded() throws Exception {
        // Given
        HttpResponse<String> sent = put(putUrl("a/b"), CONTENT);
        again().volumePutFiles2(file("a/b", sent.body()));

        // When
        String url = again().volumeGetFile2(VolumeGetFile2Request.newBuilder()
                        .setVolumeId(volume)
                        .setPath("a/b")
                        .setStart(3)
                        .build())
                .getGetUrls(0);

        // Then
        assertThat(download(url).body()).isEqualTo("tent");
    }

    @Test
    void anotherContentThanAnnouncedIsRefused() throws Exception {
        assertThat(put(putUrl("a"), "CONTENT".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void moreBytesThanAnnouncedAreRefused() throws Exception {
        assertThat(put(putUrl("a"), new byte[100]).statusCode()).isEqualTo(413);
    }

    @Test
    void aBlockIsNotSentAfterItsFileIsComplete() throws Exception {
        // Given
        String url = putUrl("a");
        again().volumePutFiles2(file("a", put(url, CONTENT).body()));

        // When
        HttpResponse<String> late = put(url, CONTENT);

        // Then
        assertThat(late.statusCode()).isEqualTo(404);
    }

    @Test
    void aGuessedUrlIsNotFound() throws Exception {
        assertThat(download(server + "volume-blocks/" + "A".repeat(100)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPathThatLeadsOutOfTheVolumeIsRefused() {
        assertStatus(
                () -> dev.volumeGetFile2(VolumeGetFile2Request.newBuilder()
                        .setVolumeId(volume)
                        .setPath("../../secrets.key")
                        .build()),
                Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aDeletedVolumeIsGone() {
        VolumeIdRequest id = VolumeIdRequest.newBuilder().setVolumeId(volume).build();

        dev.volumeDelete(id);

        assertStatus(() -> dev.volumeGetById(id), Status.Code.NOT_FOUND);
    }

    private String putUrl(String path) {
        return again().volumePutFiles2(file(path, null)).getMissingBlocks(0).getPutUrl();
    }

    private VolumePutFiles2Request file(String path, String receipt) {
        Block.Builder block = Block.newBuilder().setContentsSha256(ByteString.copyFrom(sha256()));
        if (receipt != null) {
            block.setPutResponse(ByteString.copyFromUtf8(receipt));
        }
        return VolumePutFiles2Request.newBuilder()
                .setVolumeId(volume)
                .addFiles(
                        File.newBuilder().setPath(path).setSize(CONTENT.length).addBlocks(block))
                .build();
    }

    /** A client with another idempotency key, as each call of the real one has. */
    private ModalClientBlockingStub again() {
        return client.as("ak-dev", "as-dev");
    }

    private HttpResponse<String> put(String url, byte[] body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> download(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(CONTENT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
