package dev.webendpoints.gateway;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.webendpoints.gateway.Protocol.Call;
import dev.webendpoints.gateway.Protocol.Head;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

/** A client's HTTP/2 connection. */
final class Http2Caller implements Protocol.Connection {

    private final H2 h2;

    Http2Caller(H2 h2) {
        this.h2 = h2;
    }

    @Override
    public Call request(String method, String host, String path, String... fields) {
        return new Http2Call(h2.request(method, host, path, true, lowerNames(fields)));
    }

    @Override
    public Call upload(String method, String host, String path, String... fields) {
        return new Http2Call(h2.request(method, host, path, false, lowerNames(fields)));
    }

    /** RFC 9113 §8.2.1. */
    private static String[] lowerNames(String... fields) {
        String[] lower = Arrays.copyOf(fields, fields.length);
        for (int i = 0; i < fields.length; i += 2) {
            lower[i] = fields[i].toLowerCase(Locale.ROOT);
        }
        return lower;
    }

    @Override
    public void close() {
        h2.close();
    }

    private static Map<String, String> fields(Http2Headers headers) {
        Map<String, String> fields = new LinkedHashMap<>();
        headers.forEach(
                field -> fields.put(field.getKey().toString(), field.getValue().toString()));
        fields.remove(":status");
        return fields;
    }

    private static final class Http2Call implements Call {

        private final H2.Stream stream;
        private Map<String, String> trailers = Map.of();
        private boolean ended;

        private Http2Call(H2.Stream stream) {
            this.stream = stream;
        }

        @Override
        public Call send(byte[] piece) {
            stream.data(piece, false);
            return this;
        }

        @Override
        public Call end() {
            stream.data("", true);
            return this;
        }

        @Override
        public Call end(String trailer, String value) {
            stream.headers(new DefaultHttp2Headers(false).add(trailer, value), true);
            return this;
        }

        @Override
        public Head head() {
            H2.Event event = stream.next();
            if (event.headers() == null) {
                throw new AssertionError("headers expected, not " + event);
            }
            ended = event.ended();
            return new Head(Integer.parseInt(event.headers().status().toString()), fields(event.headers()));
        }

        @Override
        public String body() {
            StringBuilder body = new StringBuilder();
            while (!ended) {
                H2.Event event = stream.next();
                if (event.reset() != null) {
                    throw new AssertionError("reset by " + event.reset());
                }
                if (event.data() == null) {
                    trailers = fields(event.headers());
                } else {
                    body.append(event.data());
                }
                ended = event.ended();
            }
            return body.toString();
        }

        @Override
        public Map<String, String> trailers() {
            return trailers;
        }

        @Override
        public boolean isBroken() {
            H2.Event event = stream.next();
            while (event.reset() == null && !event.ended()) {
                event = stream.next();
            }
            return event.reset() != null;
        }

        @Override
        public void pause() {
            stream.pauseReading();
        }

        @Override
        public void resume() {
            stream.resumeReading();
        }

        @Override
        public void leave() {
            stream.reset(Http2Error.CANCEL);
        }
    }
}
