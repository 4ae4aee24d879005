package dev.webendpoints.gateway;

import dev.webendpoints.gateway.http1.HeaderName;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.RequestOutcome;
import dev.webendpoints.routing.Route;

/**
 * The access log's data on one request, captured when the request arrived. Contains the path of the target only,
 * because queries carry secrets, and of the headers only Host and the trace id, so no credentials.
 *
 * @param path without its query
 * @param peer the client's address, as far as it is known
 */
record AccessLine(String method, String host, String path, String endpointId, String peer, String traceId) {

    private static final String UNKNOWN = "-";

    /** Characters of a value; a longer one is truncated and ends with {@link #CUT}. */
    private static final int LONGEST = 512;

    private static final String CUT = "...";

    /** {@code 00-<32 digits of the trace>-<16 of the parent>-<2 of flags>} (W3C Trace Context §3.2). */
    private static final int TRACE_FROM = 3;

    private static final int TRACE_TO = 35;

    /** @param route null if none was found */
    static AccessLine of(Route route, RequestHead head, RemotePeer peer) {
        return new AccessLine(
                safe(head.method()),
                safe(head.value(HeaderName.HOST)),
                safe(path(head.target())),
                route == null ? UNKNOWN : route.endpointId(),
                safe(peer.caller(head)),
                traceId(head.value("traceparent")));
    }

    /** Returns the line of a malformed request, of which nothing but the peer is reliable. */
    static AccessLine of(RemotePeer peer) {
        return new AccessLine(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, safe(peer.address()), UNKNOWN);
    }

    private static String path(String target) {
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    private static String traceId(String traceparent) {
        boolean whole = traceparent != null && traceparent.length() > TRACE_TO && traceparent.charAt(TRACE_TO) == '-';
        String id = whole ? traceparent.substring(TRACE_FROM, TRACE_TO) : "";
        return id.matches("[0-9a-f]{32}") ? id : UNKNOWN;
    }

    /** Makes a value unable to end its line or key: blanks, quotes and all but visible ASCII become %XX. */
    static String safe(String untrusted) {
        StringBuilder safe = new StringBuilder(Math.min(untrusted.length(), LONGEST));
        for (int i = 0; i < untrusted.length(); i++) {
            if (safe.length() >= LONGEST) {
                return safe.append(CUT).toString();
            }
            char c = untrusted.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\') {
                safe.append('%').append(String.format("%02X", c & 0xff));
            } else {
                safe.append(c);
            }
        }
        return safe.isEmpty() ? UNKNOWN : safe.toString();
    }

    String toText(RequestOutcome outcome) {
        String callId = outcome.callId();
        return "request method=" + method + " host=" + host + " path=" + path + " status=" + outcome.status()
                + " reason=" + outcome.reason().label() + " endpoint=" + endpointId
                + " duration_ms=" + millis(outcome.nanos()) + " wait_ms=" + millis(outcome.waitNanos())
                + " request_bytes=" + outcome.requestBytes() + " answer_bytes=" + outcome.answerBytes()
                + " call_id=" + (callId == null ? UNKNOWN : callId) + " peer=" + peer + " trace_id=" + traceId;
    }

    /** Formats with three decimals, independent of the locale. */
    private static String millis(long nanos) {
        long micros = nanos / 1000;
        String decimals = String.valueOf(1000 + micros % 1000).substring(1);
        return micros / 1000 + "." + decimals;
    }
}
