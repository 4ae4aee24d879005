package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Files for a server whose data directory lies on a disk that is smaller than they are. */
@Tag("long")
class FullDiskIT {

    private static final List<String> AS_ROOT = List.of("unshare", "--mount");
    private static final List<String> AS_ORDINARY_USER =
            List.of("unshare", "--user", "--map-current-user", "--keep-caps", "--mount");

    /** Room for the embedded database and little beside it. */
    private static final String DISK = "160m";

    private static final int TOO_MUCH = 256 << 20;
    private static final byte[] BLOCK = new byte[64 << 10];

    @TempDir
    Path dataDir;

    @Test
    void anUploadStopsAtTheFirstFailureAndSaysThatTheDiskIsFull() throws Exception {
        try (LiveServer server = LiveServer.startOnDisk(dataDir, DISK, namespace())) {
            URI address = announced(server, TOO_MUCH, new byte[32]);

            String answer = upload(address, TOO_MUCH);

            assertThat(answer).startsWith("HTTP/1.1 507 ").endsWith("The server's disk is full; nothing was stored.\n");
            assertThat(server.log().lines().filter(line -> line.contains("Transfer rejected, disk full")))
                    .hasSize(1);
            assertThat(upload(announced(server, BLOCK.length, sha256(BLOCK)), BLOCK.length))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static List<String> namespace() throws Exception {
        List<String> unshare = "root".equals(System.getProperty("user.name")) ? AS_ROOT : AS_ORDINARY_USER;
        List<String> probe = new ArrayList<>(unshare);
        probe.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", "/mnt"));
        assumeTrue(
                new ProcessBuilder(probe).start().waitFor() == 0,
                "no file system can be mounted here, also not in a namespace of its own");
        return unshare;
    }

    private static URI announced(LiveServer server, int size, byte[] sha256) {
        ManagedChannel channel = server.grpc();
        try {
            return URI.create(client(channel)
                    .blobCreate(BlobCreateRequest.newBuilder()
                            .setContentSha256Base64(Base64.getEncoder().encodeToString(sha256))
                            .setContentLength(size)
                            .build())
                    .getUploadUrl());
        } finally {
            channel.shutdownNow();
        }
    }

    private static ModalClientGrpc.ModalClientBlockingStub client(ManagedChannel channel) {
        Metadata headers = new Metadata();
        Map.of("x-modal-token-id", LiveServer.TOKEN_ID, "x-modal-token-secret", LiveServer.TOKEN_SECRET)
                .forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return ModalClientGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Sends zeros until all are sent or the server takes no more; returns its answer. */
    private static String upload(URI address, int size) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + address.getPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Length: " + size + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            for (int sent = 0; sent < size && in.available() == 0; sent += BLOCK.length) {
                out.write(BLOCK);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static byte[] sha256(byte[] content) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }
}
