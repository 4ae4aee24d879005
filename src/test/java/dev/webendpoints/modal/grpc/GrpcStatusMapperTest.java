package dev.webendpoints.modal.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.webendpoints.failure.AlreadyExists;
import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.failure.PermissionDenied;
import dev.webendpoints.failure.ResourceExhausted;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.failure.Unauthenticated;
import dev.webendpoints.failure.Unavailable;
import io.grpc.Status;
import io.vertx.pgclient.PgException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class GrpcStatusMapperTest {

    private static final CallHeaders HEADERS =
            new CallHeaders("MountPutFile", "", new ClientVersion("1.6.4", "3.11.7"), "", "", "");

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

    static List<Arguments> failures() {
        return List.of(
                arguments(new InvalidRequest("wrong"), Status.Code.INVALID_ARGUMENT),
                arguments(new TooLarge("wrong"), Status.Code.INVALID_ARGUMENT),
                arguments(new Unauthenticated("wrong"), Status.Code.UNAUTHENTICATED),
                arguments(new PermissionDenied("wrong"), Status.Code.PERMISSION_DENIED),
                arguments(new NotFound("wrong"), Status.Code.NOT_FOUND),
                arguments(new AlreadyExists("wrong"), Status.Code.ALREADY_EXISTS),
                arguments(new FailedPrecondition("wrong"), Status.Code.FAILED_PRECONDITION),
                arguments(new ResourceExhausted("wrong"), Status.Code.RESOURCE_EXHAUSTED),
                arguments(new Unavailable("wrong"), Status.Code.UNAVAILABLE));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsMappedByItsKind(DomainFailure failure, Status.Code code) {
        Status status = new GrpcStatusMapper().toStatus(failure, HEADERS).getStatus();

        assertThat(status).extracting(Status::getCode, Status::getDescription).containsExactly(code, "wrong");
    }

    /** Its message may have internals of the server: the client is told where the cause is. */
    @Test
    void anotherExceptionIsInternal() {
        Status status = new GrpcStatusMapper()
                .toStatus(new IllegalStateException("/srv/data/secrets.key"), HEADERS)
                .getStatus();

        assertThat(status)
                .extracting(Status::getCode, Status::getDescription)
                .containsExactly(
                        Status.Code.INTERNAL, "The server failed to answer " + HEADERS.rpc() + "; its log says why.");
    }
}
