"""Capabilities of a process that is root of its user namespace (capabilities(7))."""

from __future__ import annotations

import ctypes

from webendpoints_worker.syscalls import call, libc

# Capabilities of a worker with a range of ids, for changing file owners and running programs as other users. A subset
# of the default set of container runtimes; WorkerIds.java has the same set for a worker that bubblewrap starts.
OF_WORKERS = frozenset(
    {
        0,  # CAP_CHOWN
        1,  # CAP_DAC_OVERRIDE
        3,  # CAP_FOWNER
        5,  # CAP_KILL
        6,  # CAP_SETGID
        7,  # CAP_SETUID
        10,  # CAP_NET_BIND_SERVICE
        18,  # CAP_SYS_CHROOT
    }
)

_PR_CAPBSET_DROP = 24
_LAST = 63
_VERSION = 0x20080522  # two 32-bit words for each set


def keep(kept: frozenset[int] = frozenset()) -> None:
    """Permanently drops all other capabilities of this process and of all programs that it starts."""
    for capability in range(_LAST + 1):
        if capability in kept:
            continue
        if libc().prctl(_PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) != 0:
            break  # the kernel has no further capabilities
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    low = sum(1 << capability for capability in kept if capability < 32)
    sets = (ctypes.c_uint32 * 6)(low, low, 0, 0, 0, 0)  # effective, permitted, inheritable; each twice
    call("capset", ctypes.byref(header), ctypes.byref(sets))
