package dev.webendpoints.modal;

import java.util.UUID;

import dev.webendpoints.modal.generated.ModalClientGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/** The generated client, with the headers of the real one. */
final class ModalClientStub implements AutoCloseable {

    private final ManagedChannel channel;

    ModalClientStub(int port) {
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    ModalClientGrpc.ModalClientBlockingStub as(String tokenId, String secret) {
        return as(tokenId, secret, UUID.randomUUID().toString());
    }

    ModalClientGrpc.ModalClientBlockingStub as(String tokenId, String secret, String idempotencyKey) {
        Metadata headers = new Metadata();
        put(headers, "x-modal-token-id", tokenId);
        put(headers, "x-modal-token-secret", secret);
        put(headers, "x-modal-client-version", "1.6.4");
        put(headers, "x-modal-python-version", "3.11.7");
        put(headers, "x-idempotency-key", idempotencyKey);
        return anonymous().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    ModalClientGrpc.ModalClientBlockingStub anonymous() {
        return ModalClientGrpc.newBlockingStub(channel).withMaxInboundMessageSize(100 << 20);
    }

    private static void put(Metadata headers, String name, String value) {
        headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
