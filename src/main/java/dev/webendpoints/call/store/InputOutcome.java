package dev.webendpoints.call.store;

import io.vertx.core.buffer.Buffer;

/**
 * How a run of an input has ended.
 *
 * @param dataFormat of the data, by its number in the client's protocol
 * @param result the client's GenericResult without its data
 * @param data the serialized return value or exception
 * @param workerId null if no worker ran it
 */
public record InputOutcome(CallStatus status, int dataFormat, Buffer result, Buffer data, String workerId) {

    /** Returns an outcome that the server states itself. @param sentence what the caller's exception says */
    public static InputOutcome of(CallStatus status, String sentence, String traceback, String workerId) {
        return new InputOutcome(status, 0, ResultMessage.of(status, sentence, traceback), Buffer.buffer(), workerId);
    }
}
