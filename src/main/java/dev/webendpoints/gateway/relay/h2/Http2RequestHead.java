package dev.webendpoints.gateway.relay.h2;

import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;

import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import dev.webendpoints.gateway.http1.RequestComposer;
import dev.webendpoints.gateway.http1.RequestHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;

/** Converts the headers of an HTTP/2 stream to the HTTP/1.1 head that a worker expects (RFC 9113 §8.3, RFC 8441). */
final class Http2RequestHead {

    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString CHUNKED = AsciiString.cached("chunked");
    private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
    private static final int KEY_BYTES = 16;

    private final Http2Headers headers;
    private final CharSequence protocol;

    Http2RequestHead(Http2Headers headers) {
        this.headers = headers;
        protocol = headers.get(PseudoHeaderName.PROTOCOL.value());
    }

    /** Returns why pseudo-header fields are contradictory (RFC 9113 §8.3.1, RFC 8441 §4), for the client; or null. */
    String contradiction() {
        CharSequence scheme = headers.scheme();
        if (protocol != null && !isConnect()) {
            return ":protocol is allowed with the method CONNECT only";
        }
        if (scheme == null ? protocol != null : !isHttp(scheme)) {
            return "the :scheme must be http or https";
        }
        return null;
    }

    private static boolean isHttp(CharSequence scheme) {
        return HttpScheme.HTTP.name().contentEqualsIgnoreCase(scheme)
                || HttpScheme.HTTPS.name().contentEqualsIgnoreCase(scheme);
    }

    private boolean isConnect() {
        return HttpMethod.CONNECT.asciiName().contentEquals(headers.method());
    }

    /** Returns whether this is an extended CONNECT for a protocol that has no HTTP/1.1 upgrade. */
    boolean asksForUnknownProtocol() {
        return protocol != null && !WEBSOCKET.contentEqualsIgnoreCase(protocol);
    }

    /** Returns whether the stream's DATA frames carry a WebSocket. */
    boolean opensWebSocket() {
        return protocol != null && isConnect();
    }

    /**
     * Writes this request into an empty head.
     *
     * @param whole whether no body follows
     * @return WHOLE or REFUSED
     */
    Progress compose(RequestHead head, boolean whole) {
        RequestComposer composer = new RequestComposer(head);
        CharSequence path = headers.path() == null ? "*" : headers.path();
        composer.start(opensWebSocket() ? HttpMethod.GET.asciiName() : headers.method(), path);
        if (headers.authority() != null) {
            composer.field(HttpHeaderNames.HOST, headers.authority());
        }
        fields(composer);
        if (opensWebSocket()) {
            composer.field(HttpHeaderNames.UPGRADE, WEBSOCKET)
                    .field(HttpHeaderNames.CONNECTION, UPGRADE)
                    .field(HttpHeaderNames.SEC_WEBSOCKET_KEY, key());
        } else if (!whole && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            composer.field(HttpHeaderNames.TRANSFER_ENCODING, CHUNKED);
        }
        return composer.finish();
    }

    private void fields(RequestComposer composer) {
        StringBuilder cookies = null;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            if (name.length() > 0 && name.charAt(0) == ':' || repeatsAuthority(name, field.getValue())) {
                continue;
            }
            if (HttpHeaderNames.COOKIE.contentEquals(name)) {
                cookies = cookies == null ? new StringBuilder() : cookies.append("; ");
                cookies.append(field.getValue());
            } else {
                composer.field(name, field.getValue());
            }
        }
        if (cookies != null) {
            composer.field(HttpHeaderNames.COOKIE, cookies);
        }
    }

    /** Returns whether this is a Host equal to :authority, which is dropped; a different one is later rejected. */
    private boolean repeatsAuthority(CharSequence name, CharSequence value) {
        return headers.authority() != null
                && HttpHeaderNames.HOST.contentEquals(name)
                && AsciiString.contentEqualsIgnoreCase(headers.authority(), value);
    }

    /** Proves only that the server speaks WebSocket; need not be secret (RFC 6455 §10.3 is about masks). */
    private static String key() {
        byte[] key = new byte[KEY_BYTES];
        new SplittableRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
