package dev.webendpoints.gateway.relay.h2;

import java.nio.charset.StandardCharsets;

import dev.webendpoints.gateway.http1.ResponseFields;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/** Converts a worker's head or trailers to HTTP/2 headers. */
final class Http2ResponseHeaders {

    private static final AsciiString CALL_ID = AsciiString.cached("modal-function-call-id");
    private static final AsciiString OK = AsciiString.cached("200");
    private static final String END_OF_LINE = "\r\n";

    private Http2ResponseHeaders() {}

    /** @param callId or null */
    static Http2Headers head(ResponseHead head, byte[] callId) {
        boolean switches = head.status() == 101;
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(switches ? OK : AsciiString.of(Integer.toString(head.status())));
        ResponseFields.pass(head, (bytes, nameFrom, nameTo, valueFrom, valueTo) -> {
            AsciiString name = new AsciiString(bytes, nameFrom, nameTo - nameFrom, true).toLowerCase();
            boolean provesHttp1 = switches && HttpHeaderNames.SEC_WEBSOCKET_ACCEPT.contentEquals(name);
            if (!provesHttp1) {
                headers.add(name, new AsciiString(bytes, valueFrom, valueTo - valueFrom, true));
            }
        });
        if (callId != null) {
            headers.add(CALL_ID, new AsciiString(callId, true));
        }
        return headers;
    }

    /** @param section parsed and filtered lines, with the empty line that ends them */
    static Http2Headers trailers(byte[] section) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (String line : new String(section, StandardCharsets.ISO_8859_1).split(END_OF_LINE)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(
                        new AsciiString(line.substring(0, colon)).toLowerCase(),
                        new AsciiString(line.substring(colon + 1).trim()));
            }
        }
        return headers;
    }
}
