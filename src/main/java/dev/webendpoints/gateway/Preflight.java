package dev.webendpoints.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Framing;
import dev.webendpoints.gateway.http1.Name;
import dev.webendpoints.gateway.http1.RequestHead;

/**
 * The request that a browser sends, always without credentials, before one that may have some (Fetch standard,
 * CORS-preflight fetch). See decision 5.
 */
final class Preflight {

    private static final String METHOD = "access-control-request-method";
    private static final String HEADERS = "access-control-request-headers";

    /** Starlette's CORSMiddleware's value for {@code allow_methods=["*"]}, in its order. */
    private static final List<String> METHODS = List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private static final Map<String, String> ALWAYS = Map.of(
            "vary", "Origin",
            "access-control-allow-methods", String.join(", ", METHODS),
            "access-control-max-age", "600",
            "access-control-allow-credentials", "true");

    private Preflight() {}

    static boolean is(RequestHead head) {
        return head.has(Name.ORIGIN)
                && !head.upgrades()
                && hasNoBody(head)
                && head.method().equals("OPTIONS")
                && head.value(METHOD) != null;
    }

    private static boolean hasNoBody(RequestHead head) {
        return head.framing() == Framing.NONE || head.framing() == Framing.COUNTED && head.contentLength() == 0;
    }

    /**
     * Returns the response of the worker's FastAPI wrapper: that of Starlette's CORSMiddleware with every origin,
     * method and header allowed, and credentials (modal-behaviour §3).
     */
    static Answer answer(RequestHead head) {
        Map<String, String> headers = new HashMap<>(ALWAYS);
        headers.put("access-control-allow-origin", head.value(Name.ORIGIN));
        String asked = head.value(HEADERS);
        if (asked != null) {
            headers.put("access-control-allow-headers", asked);
        }
        return METHODS.contains(head.value(METHOD))
                ? Answer.verbatim(200, "OK", headers)
                : Answer.verbatim(400, "Disallowed CORS method", headers);
    }
}
