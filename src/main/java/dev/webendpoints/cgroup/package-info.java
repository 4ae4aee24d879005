/**
 * Control groups (version 2, cgroups(7)) below the one that was delegated to this server: what several processes may use
 * together.
 *
 * <p>{@code CgroupPlace} finds the server's own group, {@link dev.webendpoints.cgroup.Cgroups} makes groups below it, and a
 * {@link dev.webendpoints.cgroup.Cgroup} keeps its {@link dev.webendpoints.cgroup.CgroupLimits} and ends with all of its
 * processes. Where nothing was delegated there are no groups, and those who asked keep limits by other means. Knows nothing
 * of workers and images.
 */
package dev.webendpoints.cgroup;
