package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.webendpoints.gateway.Protocol.Call;
import dev.webendpoints.gateway.Protocol.Head;

/** A client's HTTP/1.1 connection. */
final class Http1Caller implements Protocol.Connection {

    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private final Wire wire;

    Http1Caller(Wire wire) {
        this.wire = wire;
    }

    @Override
    public Call request(String method, String host, String path, String... fields) throws IOException {
        wire.send(start(method, host, path, fields) + "\r\n");
        return new Http1Call(method.equals("HEAD"), false);
    }

    @Override
    public Call upload(String method, String host, String path, String... fields) throws IOException {
        boolean chunked = !Arrays.asList(fields).contains("content-length");
        wire.send(start(method, host, path, fields) + (chunked ? CHUNKED : "") + "\r\n");
        return new Http1Call(false, chunked);
    }

    private static String start(String method, String host, String path, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            head.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private static Map<String, String> fields(List<String> lines) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
        }
        return fields;
    }

    private final class Http1Call implements Call {

        private final boolean isHead;
        private final boolean chunked;
        private Head answer;
        private Map<String, String> trailers = Map.of();

        private Http1Call(boolean isHead, boolean chunked) {
            this.isHead = isHead;
            this.chunked = chunked;
        }

        @Override
        public Call send(byte[] piece) throws IOException {
            if (chunked) {
                wire.send(Integer.toHexString(piece.length) + "\r\n")
                        .send(piece)
                        .send("\r\n");
            } else {
                wire.send(piece);
            }
            return this;
        }

        @Override
        public Call end() throws IOException {
            wire.send(chunked ? "0\r\n\r\n" : "");
            return this;
        }

        @Override
        public Call end(String trailer, String value) throws IOException {
            wire.send("0\r\n" + trailer + ": " + value + "\r\n\r\n");
            return this;
        }

        @Override
        public Head head() throws IOException {
            List<String> lines = List.of(wire.head().split("\r\n"));
            answer = new Head(Integer.parseInt(lines.get(0).substring(9, 12)), fields(lines.subList(1, lines.size())));
            return answer;
        }

        @Override
        public String body() throws IOException {
            if (isHead || answer.status() == 204 || answer.status() == 304) {
                return "";
            }
            if (answer.field("transfer-encoding") != null) {
                return chunks();
            }
            String length = answer.field("content-length");
            return length == null ? wire.rest() : wire.text(Integer.parseInt(length));
        }

        private String chunks() throws IOException {
            StringBuilder body = new StringBuilder();
            for (int size = size(); size > 0; size = size()) {
                body.append(wire.text(size));
                wire.text(2);
            }
            String rest = wire.text(2);
            if (!rest.equals("\r\n")) {
                trailers = fields(List.of((rest + wire.head()).split("\r\n")));
            }
            return body.toString();
        }

        private int size() throws IOException {
            StringBuilder line = new StringBuilder();
            while (!line.toString().endsWith("\r\n")) {
                line.append(new String(wire.bytes(1), StandardCharsets.ISO_8859_1));
            }
            return Integer.parseInt(line.toString().split("[;\r]")[0], 16);
        }

        @Override
        public Map<String, String> trailers() {
            return trailers;
        }

        @Override
        public boolean isBroken() throws IOException {
            try {
                body();
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        /** Does nothing: a client that does not read takes nothing. */
        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void leave() throws IOException {
            wire.close();
        }
    }
}
