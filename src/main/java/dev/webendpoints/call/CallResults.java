package dev.webendpoints.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.DatabaseWatch;
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

    private static final Logger LOG = Logger.getLogger(CallResults.class);

    private final Calls calls;
    private final DatabaseWatch database;

    CallResults(Calls calls, DatabaseWatch database) {
        this.calls = calls;
        this.database = database;
    }

    void addTo(@Observes Router router) {
        router.get(PATH + ":id").handler(this::onGet);
    }

    private void onGet(RoutingContext context) {
        database.guard(calls.data(context.pathParam("id")))
                .subscribe()
                .with(data -> succeed(context, data), failure -> fail(context, failure));
    }

    private static void succeed(RoutingContext context, Buffer data) {
        if (data == null) {
            answer(context, 404, "there is no such result, or it is not kept any more");
        } else {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                    .end(data);
        }
    }

    private static void fail(RoutingContext context, Throwable failure) {
        if (DatabaseUnavailable.isCauseOf(failure)) {
            answer(context, 503, DatabaseUnavailable.SENTENCE);
        } else {
            LOG.error("Result not read", failure);
            answer(context, 500, "the result could not be read");
        }
    }

    private static void answer(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(sentence + "\n");
    }
}
