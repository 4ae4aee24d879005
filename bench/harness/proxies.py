"""The gateway and its peers, each in front of one upstream, in the fastest configuration that still does the work."""

from __future__ import annotations

import os
import resource
import shutil
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Callable

from .processes import Child, free_port
from .programs import Programs

CORES = os.cpu_count() or 1
# By default, root's nginx workers run as the user nobody, who may not open the bench's sockets and files.
USER = "user root;" if os.geteuid() == 0 else ""
HOST = "bench--open.localhost"
CLOSED_HOST = "bench--closed.localhost"
TOKEN = ("Modal-Key: wk-bench", "Modal-Secret: ws-bench")
CONFIGURATIONS = Path(__file__).resolve().parent.parent / "peers"


@dataclass
class Proxy:
    name: str
    child: Child
    port: int

    @property
    def target(self) -> str:
        return f"tcp:127.0.0.1:{self.port}"


Start = Callable[[Programs, str], Proxy]


def gateway(programs: Programs, upstream: str) -> Proxy:
    port = free_port()
    return Proxy("webendpoints", programs.gateway(port, upstream), port)


def nginx(programs: Programs, upstream: str) -> Proxy:
    port = free_port()
    configuration = _write("nginx.conf", programs.directory, port, _nginx_address(upstream))
    return _started("nginx", ["nginx", "-e", "stderr", "-p", _home(programs, "nginx"), "-c", configuration], port, programs)


def haproxy(programs: Programs, upstream: str) -> Proxy:
    port = free_port()
    address = upstream.replace("unix:", "unix@").replace("tcp:", "")
    configuration = _write("haproxy.cfg", programs.directory, port, address)
    return _started("HAProxy", ["haproxy", "-f", configuration], port, programs)


def caddy(programs: Programs, upstream: str) -> Proxy:
    port = free_port()
    address = upstream.replace("unix:", "unix/").replace("tcp:", "")
    configuration = _write("Caddyfile", programs.directory, port, address)
    return _started("Caddy", ["caddy", "run", "--adapter", "caddyfile", "--config", configuration], port, programs)


ALL: dict[str, Start] = {"webendpoints": gateway, "nginx": nginx, "haproxy": haproxy, "caddy": caddy}


def available(wanted: list[str]) -> tuple[dict[str, Start], list[str]]:
    """Returns the proxies that are installed, and the names of those that are not."""
    missing = [name for name in wanted if name != "webendpoints" and not shutil.which(name)]
    return {name: ALL[name] for name in wanted if name not in missing}, missing


def static_upstream(programs: Programs) -> tuple[Child, dict[str, str]]:
    """Starts an nginx that answers small GETs and POSTs from memory, and /blob from a file. Returns its address by
    transport.
    """
    home = Path(_home(programs, "static"))
    (home / "blob").write_bytes(bytes(1 << 20))
    port, socket = free_port(), home / "sock"
    configuration = _write("upstream.conf", home, port, str(socket), root=str(home))
    child = Child(["nginx", "-e", "stderr", "-p", str(home), "-c", configuration], programs.directory / "static.log")
    child.await_port(port)
    return child, {"tcp": f"tcp:127.0.0.1:{port}", "unix": f"unix:{socket}"}


def _nginx_address(upstream: str) -> str:
    return upstream if upstream.startswith("unix:") else upstream.removeprefix("tcp:")


def _home(programs: Programs, name: str) -> str:
    home = programs.directory / name
    home.mkdir(exist_ok=True)
    return str(home)


def _write(name: str, directory: Path, port: int, upstream: str, **more: str) -> str:
    template = Template((CONFIGURATIONS / name).read_text())
    path = directory / f"{port}-{name}"
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    path.write_text(template.substitute(port=port, upstream=upstream, cores=CORES, files=files, user=USER, **more))
    return str(path)


def _started(name: str, command: list[str], port: int, programs: Programs) -> Proxy:
    home = _home(programs, name)
    environment = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
    child = Child(command, programs.directory / f"{name}.log", environment)
    child.await_port(port)
    return Proxy(name, child, port)
