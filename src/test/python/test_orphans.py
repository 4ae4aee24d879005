"""Processes whose parent died: the worker reaps those, and no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness import MAIN

LOOKS = """
import os, subprocess, sys, time
sys.path.append({package!r})
from webendpoints_worker import orphans, processes

processes.adopt_orphans()
seen = orphans.Orphans()

def end_and_look(pid):
    while not processes.is_zombie(pid):
        time.sleep(0.01)
    seen.look()
    seen.look()
    print("left" if os.path.exists(f"/proc/{{pid}}") else "reaped")

parent = subprocess.Popen(
    ["sh", "-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; read line"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
orphan = int(parent.stdout.readline())
seen.look()
parent.kill()
parent.wait()
parent.stdin.close()
end_and_look(orphan)

child = subprocess.Popen(["true"])
end_and_look(child.pid)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has subreapers")
def test_an_adopted_process_is_waited_for_and_a_child_is_left_to_who_started_it(tmp_path: Path) -> None:
    script = tmp_path / "looks.py"
    script.write_text(LOOKS.format(package=str(MAIN.parent.parent)))
    output = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert output.stdout.split() == ["reaped", "left"], output.stderr
