package dev.webendpoints.app.container;

/**
 * Numbers of a function's containers in a time range.
 *
 * @param active number of those that existed in the range
 * @param started number of those that became ready in it
 * @param failed number of those that ended in it before they were ready
 * @param creating number of those that were not ready at its end
 */
public record ContainerCounts(long active, long started, long failed, long creating) {

    public static final ContainerCounts NONE = new ContainerCounts(0, 0, 0, 0);

    public ContainerCounts plus(ContainerCounts other) {
        return new ContainerCounts(
                active + other.active, started + other.started, failed + other.failed, creating + other.creating);
    }
}
