package dev.webendpoints.scaling;

/**
 * What to do now; never both at once.
 *
 * @param start how many workers to start
 * @param stop how many idle workers to stop, the longest idle first
 */
public record Decision(int start, int stop) {

    public static final Decision KEEP = new Decision(0, 0);
}
