package dev.webendpoints.call;

import java.nio.charset.StandardCharsets;

import io.vertx.core.buffer.Buffer;

/**
 * Writes the client's GenericResult, which is otherwise opaque here: status = 1, exception = 2, traceback = 4
 * (protobuf's wire format).
 */
final class ResultMessage {

    private static final int STATUS = 1 << 3;
    private static final int EXCEPTION = 2 << 3 | 2;
    private static final int TRACEBACK = 4 << 3 | 2;

    private ResultMessage() {}

    static Buffer of(CallStatus status, String exception, String traceback) {
        Buffer message = Buffer.buffer().appendByte((byte) STATUS).appendByte((byte) status.number());
        text(message, EXCEPTION, exception);
        text(message, TRACEBACK, traceback);
        return message;
    }

    private static void text(Buffer message, int tag, String text) {
        if (text.isEmpty()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        message.appendByte((byte) tag);
        int left = bytes.length;
        while (left > 0x7f) {
            message.appendByte((byte) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        message.appendByte((byte) left).appendBytes(bytes);
    }
}
