"""Linux namespaces for forked workers; bubblewrap creates those of a fresh process, and can't create these.

The zygote itself is confined by bubblewrap and has no capabilities. A child that enters its own user namespace has all
capabilities there, over nothing but its own namespaces; it builds its root directory from what it sees, and drops the
capabilities before it runs any of the user's code. The kernel locks the mounts that it inherits: read-only mounts stay
read-only, and covered mounts stay covered (mount_namespaces(7), user_namespaces(7)).
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import platform
import socket
import stat
import struct
from collections.abc import Callable

from webendpoints_worker.mount_points import open_mount_point, open_path
from webendpoints_worker.syscalls import call

# Where a child assembles its new root; bubblewrap created the directory in the parent's root.
_NEW_ROOT = "/run/root"

# The /proc of a new PID namespace, while its root is assembled.
PROCESSES = f"{_NEW_ROOT}/proc"

_CLONE_NEWNS = 0x00020000
_CLONE_NEWIPC = 0x08000000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWPID = 0x20000000
_CLONE_NEWNET = 0x40000000

_MS_RDONLY = 0x1
_MS_NOSUID = 0x2
_MS_NODEV = 0x4
_MS_NOEXEC = 0x8
_MS_REMOUNT = 0x20
_MS_BIND = 0x1000
_MS_REC = 0x4000
_MS_PRIVATE = 0x40000
_MNT_DETACH = 0x2

# Sets the flags of a network interface (netdevice(7)).
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 0x1

_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # the C library has no function for it

# Parts of /proc that belong to the machine, not to the process, masked as by container runtimes; ProcMasks.java does
# the same for processes that bubblewrap starts. They are masked even if they are not writable now: the host's user 0
# can write to them without any capability.
_READ_ONLY = ("bus", "fs", "irq", "sys", "sysrq-trigger")
_EMPTY = ("acpi", "asound", "kcore", "keys", "latency_stats", "sched_debug", "scsi", "timer_list", "timer_stats")


def enter(*, own_network: bool = False, map_ids: Callable[[], None] | None = None) -> None:
    """Enters new user, mount, IPC and, for the children of this process, PID namespaces.

    With its own network, it has nothing but a loopback interface. ``map_ids`` returns once a process of the parent
    namespace has mapped a range of ids; without it, this process maps its own id, as root. Raises OSError if the kernel
    or its settings forbid it.
    """
    user, group = os.geteuid(), os.getegid()
    network = _CLONE_NEWNET if own_network else 0
    call("unshare", _CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWIPC | _CLONE_NEWPID | network)
    if own_network:
        _bring_up_loopback()
    if map_ids is not None:
        map_ids()
        return
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"0 {user} 1")
    _write("/proc/self/gid_map", f"0 {group} 1")


def enter_users(map_ids: Callable[[], None]) -> None:
    """Enters a new user namespace; ``map_ids`` returns once a process of the parent namespace has mapped its ids.

    The capabilities of this process there do not extend to its other namespaces, which belong to the parent. All
    processes of the new namespace count as its creator's in the parent, which limits them together, whatever users they
    become.
    """
    call("unshare", _CLONE_NEWUSER)
    map_ids()


def map_range(process: str, first: int, count: int) -> None:
    """Maps this user namespace's ids, from the first on, to the ids from 0 on of another process's namespace.

    ``process`` is the directory of the other process in /proc. Requires CAP_SETUID and CAP_SETGID. Raises OSError if
    not permitted.
    """
    for name in ("uid_map", "gid_map"):  # the parent namespace maps the first id separately, and so does this one
        _write(f"{process}/{name}", f"0 {first} 1\n1 {first + 1} {count - 1}\n")


def begin_root(binds: list[tuple[str, str]], *, own_network: bool = False) -> None:
    """Begins a root directory with these paths of the present root, and with its own processes and devices.

    Called by the first process of a new PID namespace. Each bind is the present path of a source and its path in the
    new root; later binds cover earlier ones. A source that is a symbolic link is recreated. With its own network, every
    user may listen on every port, as in a container.

    Raises OSError if a bind can't be mounted.
    """
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    _mount("tmpfs", _NEW_ROOT, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=0755")
    for source, name in binds:
        _bind(source, _NEW_ROOT + name)
    for name, mode in (("/var/tmp", 0o1777), ("/proc", 0o755)):
        os.makedirs(_NEW_ROOT + name, exist_ok=True)
        os.chmod(_NEW_ROOT + name, mode)
    _mount("proc", PROCESSES, "proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    if own_network:
        with contextlib.suppress(OSError):  # then only root may do so
            _write(f"{PROCESSES}/sys/net/ipv4/ip_unprivileged_port_start", "0")
    _mask_processes()
    _bind("/dev", f"{_NEW_ROOT}/dev")
    _mount("tmpfs", f"{_NEW_ROOT}/dev/shm", "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=1777")
    _mount("devpts", f"{_NEW_ROOT}/dev/pts", "devpts", _MS_NOSUID | _MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620")


def change_root(binds: list[tuple[str, str]]) -> None:
    """Adds these binds to the begun root directory, and makes it the root of all processes of the namespace.

    Raises OSError if a bind can't be mounted.
    """
    for source, name in binds:
        _bind(source, _NEW_ROOT + name)
    os.chdir(_NEW_ROOT)
    _pivot_root()
    os.chdir("/")


def _bind(source: str, target: str) -> None:
    """Mounts a path on a name below the new root. Follows links in neither: tenants may have created them."""
    kind = os.lstat(source).st_mode
    if stat.S_ISLNK(kind):
        os.symlink(os.readlink(source), target)
        return
    opened = open_path(source)
    try:
        point = open_mount_point(_NEW_ROOT, target, is_directory=stat.S_ISDIR(kind))
        try:
            _mount(f"/proc/self/fd/{opened}", f"/proc/self/fd/{point}", None, _MS_BIND | _MS_REC, name=target)
        finally:
            os.close(point)
    finally:
        os.close(opened)


def _bring_up_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", _IFF_UP))


def _mask_processes() -> None:
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    for name in _READ_ONLY:
        path = f"{PROCESSES}/{name}"
        if os.path.exists(path):
            _mount(path, path, None, _MS_BIND | _MS_REC)
            _mount(None, path, None, _MS_REMOUNT | _MS_BIND | _MS_RDONLY | flags)
    for name in _EMPTY:
        path = f"{PROCESSES}/{name}"
        if os.path.isdir(path):
            _mount("tmpfs", path, "tmpfs", _MS_RDONLY | flags)
        elif os.path.exists(path):
            _mount("/dev/null", path, None, _MS_BIND)


def _pivot_root() -> None:
    """Makes the working directory the root, and unmounts the previous one (pivot_root(2), "pivot_root(".", ".")")."""
    number = _PIVOT_ROOT.get(platform.machine())
    if number is None:
        raise OSError(f"the number of pivot_root is not known for {platform.machine()}")
    call("syscall", ctypes.c_long(number), b".", b".")
    call("umount2", b".", _MNT_DETACH)


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None, *, name: str = ""
) -> None:
    arguments = [None if text is None else text.encode() for text in (source, target, kind, options)]
    call("mount", *arguments[:3], ctypes.c_ulong(flags), arguments[3], what=f"mount of {name or target}")


def _write(path: str, content: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(content)
