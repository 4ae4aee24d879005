package dev.webendpoints.gateway;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.gateway.AccessCheck.Outcome;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.proxytoken.ProxyTokenCheck;
import dev.webendpoints.identity.signin.BearerChallenge;
import dev.webendpoints.identity.signin.BearerCheck;
import dev.webendpoints.identity.signin.SignInThrottle;
import dev.webendpoints.routing.Route;

/** All ways to protect an endpoint, and the responses to rejected requests. */
final class AccessChecks {

    private static final GatewayResponse PROXY_MISSING = refusal("missing", "proxy", BearerChallenge.MISSING);
    private static final GatewayResponse PROXY_INVALID = refusal("invalid", "proxy", BearerChallenge.INVALID_TOKEN);
    private static final GatewayResponse BEARER_MISSING = refusal("missing", "bearer", BearerChallenge.MISSING);
    private static final GatewayResponse BEARER_INVALID = refusal("invalid", "bearer", BearerChallenge.INVALID_TOKEN);

    private static final GatewayResponse BEARER_WITHOUT_SCOPE = new GatewayResponse(
            403,
            "the token lacks the scope " + Scopes.ENDPOINTS_CALL,
            List.of(),
            0,
            Map.of("www-authenticate", BearerChallenge.insufficientScope(Scopes.ENDPOINTS_CALL)));

    private final Map<EndpointAuth, AccessCheck> checks = new EnumMap<>(EndpointAuth.class);

    private final SignInThrottle throttle;

    AccessChecks(ProxyTokenCheck proxyTokens, BearerCheck bearers, SignInThrottle throttle) {
        this.throttle = throttle;
        checks.put(EndpointAuth.NONE, (route, head, peer) -> Outcome.OPEN);
        // The function checks access itself, by the client's own Authorization header.
        checks.put(EndpointAuth.CUSTOM, (route, head, peer) -> Outcome.OPEN);
        checks.put(EndpointAuth.PROXY_TOKEN, new ProxyTokenAccess(proxyTokens, throttle));
        checks.put(EndpointAuth.BEARER, new BearerAccess(bearers));
    }

    Outcome check(Route route, RequestHead head, RemotePeer peer) {
        return checks.get(route.access()).check(route, head, peer);
    }

    /** Returns the same message for any fault in the credentials, so that guessing reveals nothing. */
    GatewayResponse refusal(Route route, Outcome outcome, RequestHead head, RemotePeer peer) {
        if (outcome == Outcome.THROTTLED) {
            return tooMany(throttle.refuse(peer.caller(head)));
        }
        if (outcome == Outcome.FORBIDDEN) {
            return BEARER_WITHOUT_SCOPE;
        }
        boolean missing = outcome == Outcome.MISSING;
        return route.access() == EndpointAuth.BEARER
                ? missing ? BEARER_MISSING : BEARER_INVALID
                : missing ? PROXY_MISSING : PROXY_INVALID;
    }

    private static GatewayResponse tooMany(Duration retryAfter) {
        return new GatewayResponse(
                429, "too many invalid credentials from this address", List.of(), retryAfter.toSeconds());
    }

    private static GatewayResponse refusal(String what, String kind, String challenge) {
        return new GatewayResponse(
                401,
                what + " credentials for " + kind + " authorization",
                List.of(),
                0,
                Map.of("www-authenticate", challenge));
    }
}
