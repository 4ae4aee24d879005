package dev.webendpoints.api.port;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;

/** Classifies the first bytes of a connection: whether they are a liveness probe. */
enum LivenessRequest {

    /** A complete liveness probe, with no bytes after it. */
    WHOLE,

    /** The beginning of what may become a liveness probe. */
    BEGUN,

    /** Any other request, including liveness probes with a body or with pipelined requests after them. */
    OTHER;

    static final String PATH = "/q/health/live";

    private static final String LINE = "GET " + PATH + " HTTP/1.1\r\n";
    private static final String HEAD_END = "\r\n\r\n";
    private static final int MAX_HEAD = 4 << 10;
    private static final String HOST = "host:";
    private static final List<String> WITH_CONSEQUENCES =
            List.of("content-length:", "transfer-encoding:", "expect:", "upgrade:", "http2-settings:");

    static LivenessRequest of(ByteBuf received) {
        int length = received.readableBytes();
        if (length > MAX_HEAD) {
            return OTHER;
        }
        String text = received.toString(StandardCharsets.ISO_8859_1);
        if (length < LINE.length()) {
            return LINE.startsWith(text) ? BEGUN : OTHER;
        }
        if (!text.startsWith(LINE)) {
            return OTHER;
        }
        int end = text.indexOf(HEAD_END);
        if (end < 0) {
            return BEGUN;
        }
        return end + HEAD_END.length() == length && isPlain(text.substring(LINE.length(), Math.max(LINE.length(), end)))
                ? WHOLE
                : OTHER;
    }

    private static boolean isPlain(String fields) {
        List<String> lines =
                Stream.of(fields.toLowerCase(Locale.ROOT).split("\r\n")).toList();
        return lines.stream().filter(line -> line.startsWith(HOST)).count() == 1
                && lines.stream().noneMatch(line -> WITH_CONSEQUENCES.stream().anyMatch(line::startsWith));
    }
}
