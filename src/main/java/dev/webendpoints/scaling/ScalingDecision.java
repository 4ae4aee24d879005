package dev.webendpoints.scaling;

/**
 * A scaling decision. At most one of the two numbers is positive.
 *
 * @param start number of workers to start
 * @param stop number of workers to stop: the longest idle first, then those that are not ready yet, then those with the
 *     fewest requests, which they finish
 */
public record ScalingDecision(int start, int stop) {

    public static final ScalingDecision KEEP = new ScalingDecision(0, 0);
}
