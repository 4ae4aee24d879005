package dev.webendpoints.modal.grpc;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.DiskFull;
import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.FailureKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Converts a failure of the domain to a gRPC status; the only place that does.
 *
 * <p>The client repeats a call that ends with INTERNAL, UNKNOWN, UNAVAILABLE, CANCELLED or DEADLINE_EXCEEDED, and shows
 * the message of every other status immediately: a failure that would recur has one of the other statuses.
 */
@ApplicationScoped
class GrpcStatusMapper {

    private static final Logger LOG = Logger.getLogger(GrpcStatusMapper.class);

    StatusRuntimeException toStatus(Throwable failure, CallHeaders headers) {
        return code(failure)
                .toStatus()
                .withDescription(sentence(failure, headers))
                .asRuntimeException();
    }

    private static Status.Code code(Throwable failure) {
        if (failure instanceof CallRejected refused) {
            return refused.code();
        }
        if (failure instanceof DomainFailure foreseen) {
            return code(foreseen.kind());
        }
        if (DiskFull.isCauseOf(failure)) {
            return Status.Code.RESOURCE_EXHAUSTED;
        }
        return DatabaseUnavailable.isCauseOf(failure) ? Status.Code.UNAVAILABLE : Status.Code.INTERNAL;
    }

    private static Status.Code code(FailureKind kind) {
        return switch (kind) {
            case INVALID, TOO_LARGE -> Status.Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
            case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
            case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
        };
    }

    private static String sentence(Throwable failure, CallHeaders headers) {
        if (failure instanceof CallRejected || failure instanceof DomainFailure) {
            return failure.getMessage();
        }
        if (DiskFull.isCauseOf(failure)) {
            LOG.warnf("Call rejected, disk full: rpc=%s", headers.rpc());
            return DiskFull.SENTENCE;
        }
        if (DatabaseUnavailable.isCauseOf(failure)) {
            LOG.debugf(failure, "Call failed, database unavailable: rpc=%s", headers.rpc());
            return DatabaseUnavailable.SENTENCE;
        }
        LOG.errorf(
                failure,
                "Call failed: rpc=%s client=%s",
                headers.rpc(),
                headers.client().version());
        return "The server failed to answer " + headers.rpc() + "; its log says why.";
    }
}
