package dev.webendpoints.call;

import dev.webendpoints.call.store.CallStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;

/**
 * Reads a worker's response: chunks of a generator or the results of a batch, then one result. A frame has one byte each for its kind, the format
 * of its data and the status, four each for the lengths of its message and its data (big-endian), then these. What a
 * worker sends is untrusted.
 */
final class ResponseFrames {

    private static final int HEADER = 11;
    private static final int CHUNK = 1;
    private static final int RESULT = 2;
    private static final int PART = 3;
    private static final int OK = 200;

    /** A traceback and its lines are bounded by the worker; this is for one that lies. */
    private static final int MAX_MESSAGE = 4 << 20;

    interface Listener {

        /** Reading continues when the future has completed. */
        Future<Void> onChunk(int format, Buffer data);

        /** The result of the next input of a batch. Reading continues when the future has completed. */
        Future<Void> onPart(CallStatus status, int format, Buffer message, Buffer data);

        /** The response is complete. Of a batch, the result is empty. */
        void onResult(CallStatus status, int format, Buffer message, Buffer data);

        /** The worker has sent something too large. */
        void onTooLarge(long size);

        /** There will be no result. May be called more than once. */
        void onLost(Throwable cause);
    }

    private final HttpClientResponse response;
    private final RecordParser parser;
    private final int maxPayload;
    private final Listener listener;
    private boolean inBody;
    private int kind;
    private int format;
    private int status;
    private int messageLength;
    private int expected = HEADER;
    private Runnable result;

    private ResponseFrames(HttpClientResponse response, int maxPayload, Listener listener) {
        this.response = response;
        this.maxPayload = maxPayload;
        this.listener = listener;
        this.parser = RecordParser.newFixed(HEADER, response);
    }

    static void read(HttpClientResponse response, int maxPayload, Listener listener) {
        new ResponseFrames(response, maxPayload, listener).begin();
    }

    private void begin() {
        if (response.statusCode() != OK) {
            listener.onLost(new IllegalStateException("the worker answered with status " + response.statusCode()));
            response.request().reset();
            return;
        }
        parser.exceptionHandler(listener::onLost);
        parser.endHandler(end -> {
            if (result == null) {
                listener.onLost(new IllegalStateException("the worker's response has no result"));
            } else {
                result.run();
            }
        });
        parser.handler(this::onRecord);
    }

    /** The last record may be shorter than asked for: the worker has ended within it. */
    private void onRecord(Buffer record) {
        if (record.length() < expected) {
            refuse("a frame that is not complete");
        } else if (inBody) {
            onBody(record);
        } else {
            onHeader(record);
        }
    }

    private void onHeader(Buffer header) {
        kind = header.getByte(0);
        format = header.getByte(1);
        status = header.getByte(2);
        messageLength = header.getInt(3);
        int dataLength = header.getInt(7);
        if (messageLength < 0 || messageLength > MAX_MESSAGE || dataLength < 0 || dataLength > maxPayload) {
            result = () -> {};
            listener.onTooLarge(dataLength);
            response.request().reset();
            return;
        }
        if (messageLength + dataLength == 0) {
            onFrame(Buffer.buffer(), Buffer.buffer());
        } else {
            inBody = true;
            expect(messageLength + dataLength);
        }
    }

    private void onBody(Buffer body) {
        inBody = false;
        expect(HEADER);
        onFrame(body.getBuffer(0, messageLength), body.getBuffer(messageLength, body.length()));
    }

    private void onFrame(Buffer message, Buffer data) {
        if (kind == CHUNK && result == null) {
            parser.pause();
            listener.onChunk(format, data).onComplete(done -> parser.resume(), listener::onLost);
        } else if (kind == PART && result == null && CallStatus.isKnown(status)) {
            parser.pause();
            listener.onPart(CallStatus.of(status), format, message, data)
                    .onComplete(done -> parser.resume(), failure -> refuse(failure.getMessage()));
        } else if (kind == RESULT && result == null && CallStatus.isKnown(status)) {
            CallStatus ended = CallStatus.of(status);
            int resultFormat = format;
            result = () -> listener.onResult(ended, resultFormat, message, data);
        } else {
            refuse("a frame of the kind " + kind + " with the status " + status);
        }
    }

    private void expect(int length) {
        expected = length;
        parser.fixedSizeMode(length);
    }

    private void refuse(String what) {
        result = () -> {};
        listener.onLost(new IllegalStateException("the worker sent " + what));
        response.request().reset();
    }
}
