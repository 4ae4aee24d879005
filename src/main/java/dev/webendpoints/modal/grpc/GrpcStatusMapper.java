package dev.webendpoints.modal.grpc;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.app.AppNameTaken;
import dev.webendpoints.app.AppNotFound;
import dev.webendpoints.app.AppStopped;
import dev.webendpoints.app.ClassNotFound;
import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.app.autoscaler.InvalidAutoscaler;
import dev.webendpoints.app.publication.UndefinedFunction;
import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.DiskFull;
import dev.webendpoints.endpoint.EndpointNotFound;
import dev.webendpoints.endpoint.HostnameTaken;
import dev.webendpoints.endpoint.InvalidLabel;
import dev.webendpoints.endpoint.domain.DomainTaken;
import dev.webendpoints.endpoint.domain.InvalidDomain;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.InvalidEnvironmentName;
import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.identity.UnknownEnvironment;
import dev.webendpoints.identity.proxytoken.UnknownProxyToken;
import dev.webendpoints.identity.signin.TooManyFailures;
import dev.webendpoints.image.ImageNotFound;
import dev.webendpoints.secret.NameTaken;
import dev.webendpoints.secret.SecretNotFound;
import dev.webendpoints.source.SourceFailure;
import dev.webendpoints.volume.VolumeNotFound;
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

    private static final Map<Class<? extends Throwable>, Status.Code> CODES = Map.ofEntries(
            Map.entry(DatabaseUnavailable.class, Status.Code.UNAVAILABLE),
            Map.entry(InvalidCredentials.class, Status.Code.UNAUTHENTICATED),
            Map.entry(TooManyFailures.class, Status.Code.RESOURCE_EXHAUSTED),
            Map.entry(QuotaExceeded.class, Status.Code.RESOURCE_EXHAUSTED),
            Map.entry(UnknownEnvironment.class, Status.Code.NOT_FOUND),
            Map.entry(UnknownProxyToken.class, Status.Code.NOT_FOUND),
            Map.entry(EndpointNotFound.class, Status.Code.NOT_FOUND),
            Map.entry(InvalidEnvironmentName.class, Status.Code.INVALID_ARGUMENT),
            Map.entry(InvalidAutoscaler.class, Status.Code.INVALID_ARGUMENT),
            Map.entry(InvalidLabel.class, Status.Code.INVALID_ARGUMENT),
            Map.entry(InvalidDomain.class, Status.Code.INVALID_ARGUMENT),
            Map.entry(HostnameTaken.class, Status.Code.ALREADY_EXISTS),
            Map.entry(DomainTaken.class, Status.Code.ALREADY_EXISTS),
            Map.entry(AppNotFound.class, Status.Code.NOT_FOUND),
            Map.entry(FunctionNotFound.class, Status.Code.NOT_FOUND),
            Map.entry(ClassNotFound.class, Status.Code.NOT_FOUND),
            Map.entry(SecretNotFound.class, Status.Code.NOT_FOUND),
            Map.entry(VolumeNotFound.class, Status.Code.NOT_FOUND),
            Map.entry(SourceFailure.NotFound.class, Status.Code.NOT_FOUND),
            Map.entry(SourceFailure.Invalid.class, Status.Code.INVALID_ARGUMENT),
            Map.entry(SourceFailure.TooLarge.class, Status.Code.INVALID_ARGUMENT),
            Map.entry(ImageNotFound.class, Status.Code.NOT_FOUND),
            Map.entry(NameTaken.class, Status.Code.ALREADY_EXISTS),
            Map.entry(AppStopped.class, Status.Code.FAILED_PRECONDITION),
            Map.entry(AppNameTaken.class, Status.Code.FAILED_PRECONDITION),
            Map.entry(UndefinedFunction.class, Status.Code.FAILED_PRECONDITION));

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
        if (CODES.containsKey(failure.getClass())) {
            return CODES.get(failure.getClass());
        }
        if (DiskFull.isCauseOf(failure)) {
            return Status.Code.RESOURCE_EXHAUSTED;
        }
        return DatabaseUnavailable.isCauseOf(failure) ? Status.Code.UNAVAILABLE : Status.Code.INTERNAL;
    }

    private static String sentence(Throwable failure, CallHeaders headers) {
        if (failure instanceof CallRejected || CODES.containsKey(failure.getClass())) {
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
