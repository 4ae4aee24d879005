package dev.webendpoints.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.transfer.TransferFailures;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Handles {@code GET /results/<input id>} on the control port: the data of a result that is too large for a message.
 * Requires no credentials: the id is the right to read, as with {@code /blobs}. Responds with 200, 404 or 503.
 */
@ApplicationScoped
public class CallResults {

    public static final String PATH = "/results/";

    private final CallReader calls;
    private final DatabaseWatch database;

    CallResults(CallReader calls, DatabaseWatch database) {
        this.calls = calls;
        this.database = database;
    }

    void addTo(@Observes Router router) {
        router.get(PATH + ":id").handler(this::onGet);
    }

    private void onGet(RoutingContext context) {
        database.guard(calls.data(context.pathParam("id")))
                .subscribe()
                .with(data -> answer(context, data), failure -> TransferFailures.answer(context, failure));
    }

    private static void answer(RoutingContext context, Buffer data) {
        if (data == null) {
            TransferFailures.answer(
                    context, HttpResponseStatus.NOT_FOUND, "there is no such result, or it is not kept any more");
        } else {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                    .end(data);
        }
    }
}
