package dev.webendpoints.modal.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.grpc.Status;
import io.vertx.pgclient.PgException;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcStatusMapperTest {

    private static final CallHeaders HEADERS = new CallHeaders(
            "MountPutFile",
            Optional.empty(),
            Optional.empty(),
            "",
            new ClientVersion("1.6.4", "3.11.7"),
            "",
            "",
            "127.0.0.1");

    static Stream<Throwable> fullDisks() {
        return Stream.of(
                new UncheckedIOException(new IOException("No space left on device")),
                new IllegalStateException(new PgException("could not extend file", "ERROR", "53100", "")));
    }

    /** The client shows this status immediately, where it would repeat a call that ends with INTERNAL. */
    @ParameterizedTest
    @MethodSource("fullDisks")
    void aFullDiskIsResourceExhausted(Throwable failure) {
        Status status = new GrpcStatusMapper().toStatus(failure, HEADERS).getStatus();

        assertThat(status.getCode() + " " + status.getDescription())
                .isEqualTo("RESOURCE_EXHAUSTED The server's disk is full; nothing was stored.");
    }
}
