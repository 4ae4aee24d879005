package dev.webendpoints.call.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import com.google.protobuf.CodedOutputStream;

import io.vertx.core.buffer.Buffer;

/** Writes the client's GenericResult, which is otherwise opaque here. */
final class ResultMessage {

    /** Field numbers of GenericResult. */
    private static final int STATUS = 1;

    private static final int EXCEPTION = 2;
    private static final int TRACEBACK = 4;

    private ResultMessage() {}

    static Buffer of(CallStatus status, String exception, String traceback) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        try {
            message.writeEnum(STATUS, status.number());
            message.writeString(EXCEPTION, exception);
            message.writeString(TRACEBACK, traceback);
            message.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes every byte", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
