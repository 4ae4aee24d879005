/**
 * Control groups (version 2, cgroups(7)) below the group that is delegated to this server. They limit what several
 * processes use together.
 *
 * <p>{@code CgroupPlace} finds the server's own group, {@link dev.webendpoints.cgroup.Cgroups} creates groups below it,
 * and a {@link dev.webendpoints.cgroup.Cgroup} enforces its {@link dev.webendpoints.cgroup.CgroupLimits} and kills all
 * of its processes when it is closed. Without a delegated group there are no cgroups, and callers enforce limits by
 * other means. Must not know workers or images.
 */
package dev.webendpoints.cgroup;
