package dev.webendpoints.call.store;

/**
 * A call as it is now.
 *
 * @param awaited whether its caller reads the result once
 * @param inputs number of inputs so far
 * @param outputs number of those that have ended
 */
public record CallInfo(String id, String appId, String functionId, boolean awaited, int inputs, int outputs) {

    public int unfinished() {
        return inputs - outputs;
    }
}
