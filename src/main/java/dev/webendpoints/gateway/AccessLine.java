package dev.webendpoints.gateway;

import dev.webendpoints.gateway.http1.Name;
import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.Ending;
import dev.webendpoints.routing.Route;

/**
 * What the access log tells of one request, taken when it came. Of the target the path only: queries carry secrets. No
 * other header than Host and the trace's id, so no credential either.
 *
 * @param path without its query
 * @param peer the caller's address, as far as it can be known
 */
record AccessLine(String method, String host, String path, String endpointId, String peer, String traceId) {

    private static final String UNKNOWN = "-";

    /** Characters of a value; what is longer is cut, and ends with {@link #CUT}. */
    private static final int LONGEST = 512;

    private static final String CUT = "...";

    /** {@code 00-<32 digits of the trace>-<16 of the parent>-<2 of flags>} (W3C Trace Context §3.2). */
    private static final int TRACE_FROM = 3;

    private static final int TRACE_TO = 35;

    /** @param route null when there is none */
    static AccessLine of(Route route, RequestHead head, Peer peer) {
        return new AccessLine(
                safe(head.method()),
                safe(head.value(Name.HOST)),
                safe(path(head.target())),
                route == null ? UNKNOWN : route.endpointId(),
                safe(peer.caller(head)),
                traceId(head.value("traceparent")));
    }

    /** Of a request that could not be read: nothing in it is known to be what it seems. */
    static AccessLine of(Peer peer) {
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

    /** A value that can neither end its line nor its key: blanks, quotes and whatever is no visible ASCII as %XX. */
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

    String toText(Reason reason, Ending ending) {
        String callId = ending.callId();
        return "request method=" + method + " host=" + host + " path=" + path + " status=" + ending.status()
                + " reason=" + reason.label() + " endpoint=" + endpointId
                + " duration_ms=" + millis(ending.nanos()) + " wait_ms=" + millis(ending.waitNanos())
                + " request_bytes=" + ending.requestBytes() + " answer_bytes=" + ending.answerBytes()
                + " call_id=" + (callId == null ? UNKNOWN : callId) + " peer=" + peer + " trace_id=" + traceId;
    }

    /** With three decimals, in no locale's way. */
    private static String millis(long nanos) {
        long micros = nanos / 1000;
        String decimals = String.valueOf(1000 + micros % 1000).substring(1);
        return micros / 1000 + "." + decimals;
    }
}
