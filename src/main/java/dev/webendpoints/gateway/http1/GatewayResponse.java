package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A response of the gateway's own.
 *
 * @param message the error, without the {@code modal-http:} prefix
 * @param logTail the worker's last lines, oldest first
 * @param retryAfterSeconds for {@code Retry-After}; 0 for none
 * @param more further headers
 * @param isVerbatim whether the message is the whole body, in place of the function's: no prefix, never JSON
 */
public record GatewayResponse(
        int status,
        String message,
        List<String> logTail,
        long retryAfterSeconds,
        Map<String, String> more,
        boolean isVerbatim) {

    private static final String PREFIX = "modal-http: ";
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(303, "See Other"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(408, "Request Timeout"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"));

    /**
     * Redirects the client with GET (RFC 9110 §15.4.4).
     *
     * @param location an absolute URL
     */
    public static GatewayResponse seeOther(String location, String callId) {
        return new GatewayResponse(
                303,
                "the function is still running; GET the URL in Location for its answer",
                List.of(),
                0,
                Map.of("location", location, "modal-function-call-id", callId));
    }

    /** Returns what the function would have sent, verbatim. */
    public static GatewayResponse verbatim(int status, String body, Map<String, String> headers) {
        return new GatewayResponse(status, body, List.of(), 0, headers, true);
    }

    /**
     * The form in which a client gets a response.
     *
     * @param json whether JSON is preferred to text
     * @param allowedOrigin for CORS headers, or null for none
     * @param withoutBody for a response to HEAD
     */
    public record Form(boolean json, String allowedOrigin, boolean withoutBody) {

        public static final Form PLAIN = new Form(false, null, false);

        /**
         * Returns the form that a request asks for.
         *
         * @param cors whether the endpoint sends CORS headers, so that the gateway's own responses must
         */
        public static Form of(RequestHead head, boolean cors) {
            boolean json = head.prefersJson();
            String origin = cors ? head.value(HeaderName.ORIGIN) : null;
            boolean withoutBody = head.isHead();
            return json || withoutBody || origin != null ? new Form(json, origin, withoutBody) : PLAIN;
        }
    }

    public GatewayResponse {
        logTail = List.copyOf(logTail);
        more = Map.copyOf(more);
    }

    public GatewayResponse(
            int status, String message, List<String> logTail, long retryAfterSeconds, Map<String, String> more) {
        this(status, message, logTail, retryAfterSeconds, more, false);
    }

    public GatewayResponse(int status, String message, List<String> logTail, long retryAfterSeconds) {
        this(status, message, logTail, retryAfterSeconds, Map.of());
    }

    public GatewayResponse(int status, String message) {
        this(status, message, List.of(), 0);
    }

    public static GatewayResponse of(ParseError refusal) {
        return new GatewayResponse(refusal.status(), refusal.sentence());
    }

    /** @param closes whether the connection to the client ends with this response */
    public byte[] toBytes(Form form, boolean closes) {
        boolean json = form.json() && !isVerbatim;
        byte[] body = (json ? json() : text()).getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(REASONS.getOrDefault(status, ""))
                .append("\r\ncontent-type: ")
                .append(json ? "application/json" : "text/plain; charset=utf-8")
                .append("\r\ncontent-length: ")
                .append(body.length)
                .append("\r\n");
        conditionalHeaders(head, form, closes);
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return form.withoutBody() ? start : joined(start, body);
    }

    private void conditionalHeaders(StringBuilder head, Form form, boolean closes) {
        more.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (retryAfterSeconds > 0) {
            head.append("retry-after: ").append(retryAfterSeconds).append("\r\n");
        }
        if (form.allowedOrigin() != null) {
            head.append("access-control-allow-origin: ")
                    .append(form.allowedOrigin())
                    .append("\r\naccess-control-allow-credentials: true\r\nvary: origin\r\n");
        }
        if (closes) {
            head.append("connection: close\r\n");
        }
    }

    private String text() {
        if (isVerbatim) {
            return message;
        }
        return logTail.isEmpty() ? PREFIX + message : PREFIX + message + "\n\n" + String.join("\n", logTail) + "\n";
    }

    private String json() {
        StringBuilder json = new StringBuilder("{\"error\":");
        quote(json, PREFIX + message);
        if (!logTail.isEmpty()) {
            json.append(",\"log\":[");
            for (int i = 0; i < logTail.size(); i++) {
                json.append(i == 0 ? "" : ",");
                quote(json, logTail.get(i));
            }
            json.append(']');
        }
        return json.append('}').toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static byte[] joined(byte[] start, byte[] body) {
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
