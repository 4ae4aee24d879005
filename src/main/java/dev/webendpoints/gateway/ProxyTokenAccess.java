package dev.webendpoints.gateway;

import dev.webendpoints.gateway.http1.HeaderName;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.identity.proxytoken.ProxyTokenCheck;
import dev.webendpoints.identity.signin.SignInThrottle;
import dev.webendpoints.routing.Route;

/**
 * Implements {@code requires_proxy_auth}: a token in {@code Modal-Key} and {@code Modal-Secret}, or both joined by a
 * dot in {@code Authorization: Bearer wk-….ws-…} (modal.com/docs/guide/webhook-proxy-auth).
 */
final class ProxyTokenAccess implements AccessCheck {

    private static final String SCHEME = "Bearer ";
    private static final String ID_PREFIX = "wk-";
    private static final String SECRET_SEPARATOR = ".ws-";

    private final ProxyTokenCheck tokens;
    private final SignInThrottle throttle;

    ProxyTokenAccess(ProxyTokenCheck tokens, SignInThrottle throttle) {
        this.tokens = tokens;
        this.throttle = throttle;
    }

    /** Checks every token, which costs only a hash: a valid one is accepted whatever its address sent before. */
    @Override
    public Outcome check(Route route, RequestHead head, RemotePeer peer) {
        Outcome outcome = check(route, head);
        return outcome == Outcome.INVALID && !throttle.take(peer.caller(head)) ? Outcome.THROTTLED : outcome;
    }

    private Outcome check(Route route, RequestHead head) {
        String id = head.value(HeaderName.MODAL_KEY);
        String secret = head.value(HeaderName.MODAL_SECRET);
        if (id != null && secret != null) {
            return accepts(route, id, secret) ? Outcome.OPEN : Outcome.INVALID;
        }
        String authorization = head.value(HeaderName.AUTHORIZATION);
        return authorization == null ? Outcome.MISSING : checkBearer(route, authorization);
    }

    private Outcome checkBearer(Route route, String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Outcome.MISSING;
        }
        String token = authorization.substring(SCHEME.length()).trim();
        int separator = token.indexOf(SECRET_SEPARATOR);
        if (!token.startsWith(ID_PREFIX) || separator < 0) {
            return Outcome.INVALID;
        }
        boolean accepted = accepts(route, token.substring(0, separator), token.substring(separator + 1));
        return accepted ? Outcome.OPEN_BY_AUTHORIZATION : Outcome.INVALID;
    }

    private boolean accepts(Route route, String id, String secret) {
        return tokens.accepts(route.workspaceId(), route.environmentId(), id, secret);
    }
}
