package dev.webendpoints.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.webendpoints.gateway.http1.BodyFraming;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.HeaderName;
import dev.webendpoints.gateway.http1.RequestHead;

/**
 * The request that a browser sends, always without credentials, before one that may have some (Fetch standard,
 * CORS-preflight fetch). See decision 5.
 */
final class CorsPreflight {

    private static final String METHOD = "access-control-request-method";
    private static final String HEADERS = "access-control-request-headers";

    /** Starlette's CORSMiddleware's value for {@code allow_methods=["*"]}, in its order. */
    private static final List<String> METHODS = List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private static final Map<String, String> ALWAYS = Map.of(
            "vary", "Origin",
            "access-control-allow-methods", String.join(", ", METHODS),
            "access-control-max-age", "600",
            "access-control-allow-credentials", "true");

    private CorsPreflight() {}

    static boolean is(RequestHead head) {
        return head.has(HeaderName.ORIGIN)
                && !head.upgrades()
                && hasNoBody(head)
                && head.method().equals("OPTIONS")
                && head.value(METHOD) != null;
    }

    private static boolean hasNoBody(RequestHead head) {
        return head.framing() == BodyFraming.NONE || head.framing() == BodyFraming.COUNTED && head.contentLength() == 0;
    }

    /**
     * Returns the response of the worker's FastAPI wrapper: that of Starlette's CORSMiddleware with every origin,
     * method and header allowed, and credentials (modal-behaviour §3).
     */
    static GatewayResponse answer(RequestHead head) {
        Map<String, String> headers = new HashMap<>(ALWAYS);
        headers.put("access-control-allow-origin", head.value(HeaderName.ORIGIN));
        String asked = head.value(HEADERS);
        if (asked != null) {
            headers.put("access-control-allow-headers", asked);
        }
        return METHODS.contains(head.value(METHOD))
                ? GatewayResponse.verbatim(200, "OK", headers)
                : GatewayResponse.verbatim(400, "Disallowed CORS method", headers);
    }
}
