package dev.webendpoints.scaling;

/**
 * A scaling decision. At most one of the two numbers is positive.
 *
 * @param start number of workers to start
 * @param stop number of workers to stop: the longest idle first, then those that are not ready yet, then those with the
 *     fewest requests, which they finish
 */
public record Decision(int start, int stop) {

    public static final Decision KEEP = new Decision(0, 0);
}
