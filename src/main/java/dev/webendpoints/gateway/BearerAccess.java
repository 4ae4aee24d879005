package dev.webendpoints.gateway;

import java.util.Locale;

import dev.webendpoints.gateway.http1.HeaderName;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.identity.signin.BearerCheck;
import dev.webendpoints.routing.Route;

/**
 * Checks {@code Authorization: Bearer <jwt>} (RFC 6750 §2.1), a JWT issued at {@code /v1/oauth/token} for the
 * endpoint's workspace, with the scope {@code endpoints:call}.
 */
final class BearerAccess implements AccessCheck {

    private static final String SCHEME = "bearer ";

    private final BearerCheck bearers;

    BearerAccess(BearerCheck bearers) {
        this.bearers = bearers;
    }

    @Override
    public Outcome check(Route route, RequestHead head, RemotePeer peer) {
        String token = token(head);
        if (token == null) {
            return Outcome.MISSING;
        }
        return switch (bearers.check(route.workspaceId(), token, peer.caller(head))) {
            case ACCEPTED -> Outcome.OPEN_BY_AUTHORIZATION;
            case REFUSED -> Outcome.INVALID;
            case LACKS_SCOPE -> Outcome.FORBIDDEN;
            case THROTTLED -> Outcome.THROTTLED;
        };
    }

    /** Returns the token after {@code Bearer}, or null: credentials of another scheme are not meant for the gateway. */
    static String token(RequestHead head) {
        String authorization = head.value(HeaderName.AUTHORIZATION);
        return authorization != null
                        && authorization.length() > SCHEME.length()
                        && authorization
                                .substring(0, SCHEME.length())
                                .toLowerCase(Locale.ROOT)
                                .equals(SCHEME)
                ? authorization.substring(SCHEME.length()).trim()
                : null;
    }
}
