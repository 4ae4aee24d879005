package dev.webendpoints.boot;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.api.ProblemBody;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.signin.BearerChallenge;
import dev.webendpoints.identity.signin.TooManyFailures;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Protects {@code /q/metrics}, which shows the traffic of every workspace: the control port requires the scope
 * {@code metrics:read}. A token that this server has cached is accepted without the database, so that metrics are
 * available during an outage.
 */
@ApplicationScoped
class MetricsAccess {

    private static final Logger LOG = Logger.getLogger(MetricsAccess.class);

    /** The router matches this route in the same way as the metrics route, whatever the spelling of the path. */
    private static final String METRICS = "/q/metrics*";

    private static final int BEFORE_METRICS = -1;

    /** Limit of the query for a token that is not cached. */
    private static final Duration LIMIT = Duration.ofMillis(4_500);

    private final IdentityProviderManager identities;
    private final ManagementListener management;

    MetricsAccess(IdentityProviderManager identities, ManagementListener management) {
        this.identities = identities;
        this.management = management;
    }

    void register(@Observes Router router) {
        router.route(METRICS).order(BEFORE_METRICS).handler(this::onRequest);
    }

    private void onRequest(RoutingContext routing) {
        if (management.received(routing.request())) {
            routing.next();
            return;
        }
        routing.request().pause();
        // It would send a response in addition to this handler's.
        routing.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        QuarkusHttpUser.getSecurityIdentity(routing, identities)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .subscribe()
                .with(identity -> onIdentity(routing, identity), failure -> onFailure(routing, failure));
    }

    private static void onIdentity(RoutingContext routing, SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            challenge(routing, BearerChallenge.MISSING, "Send 'Authorization: Bearer' with an API token or a JWT.");
        } else if (!identity.hasRole(Scopes.METRICS_READ)) {
            routing.response()
                    .putHeader(
                            HttpHeaderNames.WWW_AUTHENTICATE, BearerChallenge.insufficientScope(Scopes.METRICS_READ));
            answer(
                    routing.response(),
                    HttpResponseStatus.FORBIDDEN,
                    "The token lacks the scope " + Scopes.METRICS_READ + ".");
        } else {
            routing.next();
            routing.request().resume();
        }
    }

    private static void onFailure(RoutingContext routing, Throwable failure) {
        if (failure.getCause() instanceof TooManyFailures failures) {
            routing.response()
                    .putHeader(
                            HttpHeaders.RETRY_AFTER,
                            String.valueOf(failures.retryAfter().toSeconds()));
            answer(routing.response(), HttpResponseStatus.TOO_MANY_REQUESTS, failures.getMessage());
        } else if (failure instanceof AuthenticationFailedException) {
            challenge(routing, BearerChallenge.INVALID_TOKEN, "The token is not valid.");
        } else {
            LOG.debug("Authentication of a metrics request failed", failure);
            answer(
                    routing.response(),
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "The server cannot tell now who calls; try again.");
        }
    }

    private static void challenge(RoutingContext routing, String challenge, String detail) {
        routing.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge);
        answer(routing.response(), HttpResponseStatus.UNAUTHORIZED, detail);
    }

    private static void answer(HttpServerResponse response, HttpResponseStatus status, String detail) {
        response.setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                .end(ProblemBody.of(status, detail));
    }
}
