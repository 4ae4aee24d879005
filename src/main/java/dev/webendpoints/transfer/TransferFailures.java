package dev.webendpoints.transfer;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.DiskFull;
import dev.webendpoints.failure.DomainFailure;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Answers an upload or a download that has failed, in one sentence as plain text. */
public final class TransferFailures {

    private static final Logger LOG = Logger.getLogger(TransferFailures.class);

    /** Time in which the rest of a rejected body is discarded, so that the response arrives. */
    private static final long LINGER_MILLIS = 500;

    private TransferFailures() {}

    /** Has no effect if a response has begun, or the client has left. */
    public static void answer(RoutingContext context, Throwable failure) {
        if (context.response().closed() || context.response().headWritten()) {
            LOG.debugf("Transfer interrupted: path=%s", context.normalizedPath());
        } else if (failure instanceof DomainFailure foreseen) {
            answer(context, HttpResponseStatus.valueOf(foreseen.kind().httpStatus()), foreseen.getMessage());
        } else if (DatabaseUnavailable.isCauseOf(failure)) {
            answer(context, HttpResponseStatus.SERVICE_UNAVAILABLE, DatabaseUnavailable.SENTENCE);
        } else if (DiskFull.isCauseOf(failure)) {
            LOG.warn("Transfer rejected, disk full");
            answer(context, HttpResponseStatus.INSUFFICIENT_STORAGE, DiskFull.SENTENCE);
        } else {
            LOG.error("Transfer failed", failure);
            answer(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, "the transfer failed");
        }
    }

    /** Closes the connection after HTTP/1.1, since the rest of a body may follow. */
    public static void answer(RoutingContext context, HttpResponseStatus status, String sentence) {
        boolean multiplexed = context.request().version() == HttpVersion.HTTP_2;
        if (!multiplexed) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        context.response()
                .setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(sentence + "\n");
        if (multiplexed) {
            return;
        }
        if (!context.request().isEnded()) {
            context.request().handler(dropped -> {}).resume();
        }
        context.vertx()
                .setTimer(
                        LINGER_MILLIS, ignored -> context.request().connection().close());
    }
}
