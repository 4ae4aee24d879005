package dev.webendpoints.gateway.http1;

import java.util.Random;

/** Messages that are valid or nearly so: a valid one, with some parts replaced and some bytes changed. */
final class Messages {

    private static final String[] METHODS = {"GET", "POST", "HEAD", "PUT", "OPTIONS", "get", "X!#$", "CONNECT", ""};
    private static final String[] TARGETS = {
        "/",
        "/a%2Fb;c?d=1;e&%zz",
        "//a",
        "/a#b",
        "*",
        "http://a/x",
        "HTTP://A?q",
        "https://a",
        "http://b/",
        "a",
        "/\u00e4"
    };
    private static final String[] VERSIONS = {
        "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 "
    };
    private static final String[] STATUSES = {
        "200 OK",
        "200",
        "200 ",
        "204 No",
        "304 Not",
        "100 Go on",
        "103 Early",
        "404 \u00e4",
        "99 Few",
        "20 x",
        "200\tOK"
    };
    private static final String[] HOSTS = {
        "Host: a", "Host: a", "Host: a", "host:a", "HOST: \ta:80 ", "Host: ", "Host: a,b"
    };

    private static final String[] FIELDS = {
        "Content-Length: 5",
        "content-length:\t5 ",
        "Content-Length: 05",
        "Content-Length: +5",
        "Content-Length: 5, 5",
        "Content-Length: ",
        "Content-Length: 0x5",
        "Content-Length: 0",
        "Content_Length: 7",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding:  CHUNKED ",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer_Encoding: chunked",
        "Connection: close",
        "Connection: keep-alive, Upgrade",
        "Connection: x-a, content-length, transfer-encoding, host",
        "Connection: ,, x-a\t,",
        "Connection: a b",
        "Keep-Alive: timeout=5",
        "Proxy-Connection: keep-alive",
        "Upgrade: websocket",
        "Upgrade: h2c",
        "Upgrade: ",
        "Sec-WebSocket-Key: x",
        "X-A: 1",
        "x-a:",
        "X-B:  two  words\t",
        "X-C: \u00e4\u00ff:\"\\,;",
        "X-Forwarded-For: 6.6.6.6",
        "X_Forwarded-Host: evil",
        "x_real_ip: 6.6.6.6",
        "Forwarded: for=6.6.6.6",
        "Modal-Key: k",
        "Modal_Secret: s",
        "modal-function-call-id: fc-1",
        "Modal-: 1",
        "Authorization: Bearer x",
        "TE: trailers",
        "HTTP2-Settings: x",
        "Expect: 100-continue",
        "Trailer: X-Sum",
        "Cookie: a=b; c=d",
        "Host: b",
        " folded: 1",
        "\tfolded",
        "X-D : 1",
        ": 1",
        "X-E",
        "X(F): 1",
        "X-G: a\u0000b",
        "X-H: a\rb",
        "X-I: a\nb",
        "X-J: a\u007f"
    };

    private static final String[] ENDS = {
        "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n"
    };
    private static final String[] SIZES = {
        "3", "3", "03", "0003", "3;a=b", "3;a=\"\u00e4\"", "3 ", " 3", "0x3", "+3", "3;a\n", "g", ""
    };

    private final Random random;

    Messages(long seed) {
        random = new Random(seed);
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    /** Returns the first in most cases, so that enough of the generated messages are valid. */
    private String mostlyFirst(String[] of) {
        return random.nextInt(4) > 0 ? of[0] : one(of);
    }

    String request() {
        String line = mostlyFirst(METHODS) + " " + mostlyFirst(TARGETS) + " " + mostlyFirst(VERSIONS);
        return mutated(line + end() + mostlyFirst(HOSTS) + end() + fields());
    }

    String response() {
        return mutated(mostlyFirst(VERSIONS) + " " + mostlyFirst(STATUSES) + end() + fields());
    }

    /** Returns a chunked body, with or without trailers. */
    String chunks() {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            body.append(mostlyFirst(SIZES)).append(end()).append("abc").append(end());
        }
        body.append(random.nextInt(4) > 0 ? "0" : "000;x").append(end());
        return mutated(body + (random.nextBoolean() ? "\r\n" : fields()));
    }

    private String fields() {
        StringBuilder fields = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.append(one(FIELDS)).append(end());
        }
        return fields.append(end()).toString();
    }

    private String end() {
        return random.nextInt(8) > 0 ? "\r\n" : one(ENDS);
    }

    private String mutated(String text) {
        StringBuilder bytes = new StringBuilder(text);
        for (int i = random.nextInt(6) - 3; i > 0; i--) {
            int at = random.nextInt(bytes.length());
            switch (random.nextInt(4)) {
                case 0 -> bytes.deleteCharAt(at).append(' ');
                case 1 -> bytes.setCharAt(at, (char) random.nextInt(256));
                case 2 -> bytes.insert(at, "\r\n\t :;,\u0000\u000b_-0aZ\u0085".charAt(random.nextInt(15)));
                default -> bytes.insert(at, bytes.substring(at, Math.min(bytes.length(), at + random.nextInt(12))));
            }
        }
        return bytes.toString();
    }
}
