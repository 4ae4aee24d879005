package dev.webendpoints.cgroup;

/**
 * Limits on what the processes of a group use together.
 *
 * @param memory bytes; 0 for no limit
 * @param milliCpu thousandths of a processor; 0 for no limit
 * @param niceness niceness of the group as a whole relative to other groups, as in nice(1); 0 for none
 */
public record CgroupLimits(long memory, int milliCpu, int niceness) {

    public CgroupLimits(long memory, int milliCpu) {
        this(memory, milliCpu, 0);
    }
}
