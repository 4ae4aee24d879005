package dev.webendpoints.cgroup;

/** Selects whether the server creates cgroups. */
public enum CgroupMode {
    /** Only if the server's cgroup is delegated to it: marked so by systemd, or the container's own. */
    AUTO,
    /** In the server's cgroup, even if it has other processes; without a usable cgroup the server does not start. */
    REQUIRED,
    /** Never. */
    OFF
}
