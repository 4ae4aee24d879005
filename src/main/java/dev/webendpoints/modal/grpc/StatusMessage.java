package dev.webendpoints.modal.grpc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.vertx.core.MultiMap;

/**
 * The message of a call's status in the form of the gRPC specification (PROTOCOL-HTTP2, Percent-Encoded). The gRPC
 * server also encodes commas, colons and other characters that the specification leaves as they are, which JavaScript
 * does not decode.
 */
public final class StatusMessage {

    private static final String HEADER = "grpc-message";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private StatusMessage() {}

    /** Replaces the message among the headers of a response that is only a status. */
    public static void rewrite(MultiMap headers) {
        String message = headers.get(HEADER);
        if (message != null && message.indexOf('%') >= 0) {
            headers.set(HEADER, encoded(URLDecoder.decode(message, StandardCharsets.UTF_8)));
        }
    }

    static String encoded(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
            if (each >= ' ' && each <= '~' && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HEX.toHexDigits(each));
            }
        }
        return encoded.toString();
    }
}
