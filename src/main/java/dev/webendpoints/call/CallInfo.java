package dev.webendpoints.call;

/**
 * A call as it is now.
 *
 * @param inputs number of inputs so far
 * @param outputs number of those that have ended
 */
public record CallInfo(String id, String appId, String functionId, int inputs, int outputs) {

    public int unfinished() {
        return inputs - outputs;
    }
}
