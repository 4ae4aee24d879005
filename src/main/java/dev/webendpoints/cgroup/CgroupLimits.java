package dev.webendpoints.cgroup;

/**
 * What the processes of a group may use together.
 *
 * @param memory bytes; 0 for no limit
 * @param milliCpu thousandths of a processor; 0 for no limit
 * @param niceness by which the group as a whole yields to others, as of nice(1); 0 for none
 */
public record CgroupLimits(long memory, int milliCpu, int niceness) {

    public CgroupLimits(long memory, int milliCpu) {
        this(memory, milliCpu, 0);
    }
}
