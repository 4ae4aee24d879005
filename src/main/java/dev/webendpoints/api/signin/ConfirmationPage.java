package dev.webendpoints.api.signin;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.identity.signin.ApiTokenCredentials;
import dev.webendpoints.identity.signin.RemoteNetwork;
import dev.webendpoints.identity.signin.TooManyFailures;
import dev.webendpoints.identity.tokenflow.FlowConfirmation;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The page of a token flow: a form for the code and for an API token, which signs in its sender for this one request.
 * There is no session and no cookie, so a page of another site has nothing to send in a user's name; requests that come
 * from one are refused all the same.
 */
@ApplicationScoped
class ConfirmationPage {

    private static final Logger LOG = Logger.getLogger(ConfirmationPage.class);

    private static final String PATH = "/setup/:flow";
    private static final Pattern FLOW = Pattern.compile("tf-[A-Za-z0-9]{22}");

    private final ConfirmationHtml html = ConfirmationHtml.read();
    private final ApiTokenCredentials credentials;
    private final FlowConfirmation confirmation;
    private final ReactiveCalls calls;

    ConfirmationPage(ApiTokenCredentials credentials, FlowConfirmation confirmation, ReactiveCalls calls) {
        this.credentials = credentials;
        this.confirmation = confirmation;
        this.calls = calls;
    }

    void register(@Observes Router router) {
        router.get(PATH).handler(this::show);
        router.post(PATH).handler(this::receive);
    }

    private void show(RoutingContext routing) {
        if (FLOW.matcher(routing.pathParam("flow")).matches()) {
            answer(routing.request(), HttpResponseStatus.OK, html.form());
        } else {
            answer(routing.request(), HttpResponseStatus.NOT_FOUND, html.end("There is no such sign-in."));
        }
    }

    private void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (isOfAnotherSite(request)) {
            answer(request, HttpResponseStatus.FORBIDDEN, html.end("This form was sent by another site."));
            return;
        }
        String type = Objects.requireNonNullElse(request.getHeader(HttpHeaderNames.CONTENT_TYPE), "");
        if (!type.startsWith(HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED.toString())) {
            answer(request, HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, html.form("Send the form as it is."));
            return;
        }
        request.setExpectMultipart(true);
        request.exceptionHandler(
                failure -> answer(request, HttpResponseStatus.BAD_REQUEST, html.form("The form cannot be read.")));
        request.endHandler(read -> confirm(request, routing.pathParam("flow"), request.formAttributes()));
    }

    /** Browsers send at least one of the two headers with a form; other programs neither. */
    private static boolean isOfAnotherSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader(HttpHeaderNames.ORIGIN);
        return site != null && !site.equals("same-origin")
                || origin != null && !String.valueOf(request.authority()).equals(authority(origin));
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void confirm(HttpServerRequest request, String flow, MultiMap form) {
        String address = RemoteNetwork.address(request);
        calls.start(() -> credentials
                        .authenticate(field(form, "token_id"), field(form, "token_secret"), address)
                        .chain(caller -> Uni.createFrom()
                                .deferred(() -> confirmation.confirm(
                                        caller, flow, field(form, "code"), form.contains("manages_tokens")))
                                .replaceWith(caller.workspace())))
                .whenComplete((workspace, failure) -> {
                    if (failure == null) {
                        answer(
                                request,
                                HttpResponseStatus.OK,
                                html.end("Confirmed: the command gets a token of the workspace " + workspace
                                        + ". You can close this page."));
                    } else {
                        refuse(request, failure);
                    }
                });
    }

    private static String field(MultiMap form, String name) {
        return Objects.requireNonNullElse(form.get(name), "").strip();
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        if (failure instanceof TooManyFailures refusal) {
            request.response()
                    .putHeader(
                            HttpHeaderNames.RETRY_AFTER,
                            String.valueOf(refusal.retryAfter().toSeconds()));
        }
        if (failure instanceof DomainFailure foreseen) {
            answer(request, HttpResponseStatus.valueOf(foreseen.kind().httpStatus()), html.form(foreseen.getMessage()));
        } else if (DatabaseUnavailable.isCauseOf(failure)) {
            answer(request, HttpResponseStatus.SERVICE_UNAVAILABLE, html.form(DatabaseUnavailable.SENTENCE));
        } else {
            LOG.error("Confirmation of a token flow failed", failure);
            answer(
                    request,
                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    html.form("The server failed; its log says why."));
        }
    }

    private void answer(HttpServerRequest request, HttpResponseStatus status, String page) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return;
        }
        response.setStatusCode(status.code())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, html.policy())
                .putHeader(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin")
                .end(page);
    }
}
