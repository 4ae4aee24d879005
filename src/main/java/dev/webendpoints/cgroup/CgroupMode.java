package dev.webendpoints.cgroup;

/** Whether groups are made. */
public enum CgroupMode {
    /** Where the server's cgroup was delegated to it: marked so by systemd, or a container's own. */
    AUTO,
    /** In the server's cgroup, whoever else is in there too; without one the server does not start. */
    REQUIRED,
    /** Never. */
    OFF
}
