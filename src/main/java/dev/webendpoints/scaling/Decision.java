package dev.webendpoints.scaling;

/**
 * What to do now; never both at once.
 *
 * @param start how many workers to start
 * @param stop how many workers to stop: the longest idle first, then those that are not ready yet, then those with the
 *     fewest requests, which they finish
 */
public record Decision(int start, int stop) {

    public static final Decision KEEP = new Decision(0, 0);
}
