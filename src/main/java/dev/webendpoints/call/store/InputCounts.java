package dev.webendpoints.call.store;

import java.util.List;

/**
 * How the inputs of a function ended in a time range.
 *
 * @param failed number of those that ended neither well nor by their time limit
 * @param running number of those that ran at the end of the range
 * @param queues number of different values of parameters
 * @param execution seconds from the last start to the end, at {@link #PERCENTILES}; empty if nothing has ended
 * @param latency seconds from the submission to the end, in the same way
 */
public record InputCounts(
        long succeeded,
        long failed,
        long timedOut,
        long running,
        int queues,
        List<Double> execution,
        List<Double> latency) {

    /** In hundredths of a percent. */
    public static final List<Integer> PERCENTILES = List.of(5_000, 9_000, 9_900);
}
