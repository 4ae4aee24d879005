"""The life of a worker, in order: connect, load, enter, serve, drain, exit."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from webendpoints_worker import (
    apps,
    calls,
    event_loops,
    failures,
    invocations,
    limits,
    loading,
    modal_adapter,
    networks,
    orphans,
    own_packages,
    processes,
    programs,
    shutdown,
    snapshots,
    surroundings,
)
from webendpoints_worker import spec as spec_file
from webendpoints_worker.control import ControlChannel
from webendpoints_worker.failures import StartFailure, summary
from webendpoints_worker.lifespan import Lifespan
from webendpoints_worker.spec import MethodSpec, WebKind, WorkerSpec

if TYPE_CHECKING:
    from webendpoints_worker.serving import AppServer


def main(arguments: list[str]) -> None:
    """Runs the worker of a spec file until it ends, which ends the process."""
    if len(arguments) != 1:
        sys.exit("usage: python …/webendpoints_worker/__main__.py <spec.json>")
    sys.argv[1:] = []
    fields = spec_file.read(arguments[0])
    control = ControlChannel.connect(fields["control_socket"])
    Worker(_parsed(fields, control), control).run()


def main_in_fork(
    path: str, loaded: loading.Loaded | None = None, snapshot: snapshots.Snapshot | None = None
) -> NoReturn:
    """Runs the worker of a spec file in a child of a zygote, until the child ends.

    ``loaded`` is the user's code if the zygote has already loaded it, ``snapshot`` what that has opened and written.
    """
    fields = spec_file.read(path)
    control = ControlChannel.connect(fields["control_socket"])
    surroundings.start_afresh(control.hear_variables())
    worker = Worker(_parsed(fields, control), control, is_forked=True)
    worker.loaded = loaded
    worker.snapshot = snapshot
    worker.run()


def _parsed(fields: dict[str, Any], control: ControlChannel) -> WorkerSpec:
    try:
        return WorkerSpec.parse(fields)
    except (KeyError, ValueError) as error:
        _fail(control, f"The worker does not understand what to run: {summary(error)}", "")


def load_for_snapshot(spec: WorkerSpec) -> loading.Loaded:
    """Imports the user's code and runs its snapshot hooks, once for all workers that are forked afterwards.

    Raises StartFailure if the code can't be loaded or a hook fails.
    """
    surroundings.arrange_sys_path(spec)
    surroundings.enter_working_directory(spec)
    loop = event_loops.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loaded = loading.load(spec)
        for hook in loaded.snapshot_hooks:
            _enter(loop, hook)
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    return loaded


class Worker:
    """Runs in the main thread. Hooks and factories are called between runs of the loop, so that they may use
    ``asyncio.run`` or block, as in Modal; all coroutines run on the one loop that serves.
    """

    def __init__(self, spec: WorkerSpec, control: ControlChannel, is_forked: bool = False) -> None:
        self._spec = spec
        self._is_forked = is_forked
        self.loaded: loading.Loaded | None = None
        self.snapshot: snapshots.Snapshot | None = None
        self._control = control
        self._calls = calls.Calls(control)
        self._shutdown = shutdown.Shutdown(spec.exit_timeout)
        self._exit_hooks: list[Callable[..., Any]] = []
        self._methods: dict[str, Callable[..., Any]] = {}
        self._apps: list[tuple[MethodSpec, Any]] = []
        self._programs: list[tuple[MethodSpec, programs.Program]] = []
        self._lifespans: list[Lifespan] = []
        self._servers: list[AppServer] = []
        self._watchdog = threading.Timer(spec.startup_timeout, self._give_up_starting)
        self._code = 0

    def run(self) -> NoReturn:
        """Runs the worker, then ends the process with 0 after a stop, or with 1 after a failure."""
        try:
            self._prepare()
            loop = self._start()
            loop.run_until_complete(self._serve(loop))
        except BaseException as error:
            _fail(self._control, failures.reason_of(error), failures.traceback_of(error))
        self._clean_up(loop)
        shutdown.leave(self._code, grace=0.0)

    def _prepare(self) -> None:
        surroundings.write_lines_at_once()
        processes.lead_own_session()
        processes.weigh_session()
        limits.apply(self._spec.memory_limit, self._spec.open_files, self._spec.processors, self._spec.processes)
        if self._spec.adopts_orphans:
            processes.adopt_orphans()
            orphans.reap_in_background()
        be_orphaned = functools.partial(self._shutdown.request, urgent=True)
        if not self._is_forked:  # a zygote may end before its workers
            processes.call_when_parent_dies(be_orphaned)
        be_cut = functools.partial(self._shutdown.request, cut=True)
        self._control.listen(self._shutdown.request, be_cut, self._calls.obey, on_lost=be_orphaned)
        processes.call_when_told_to_end(self._shutdown.request)
        self._watchdog.daemon = True
        self._watchdog.start()

    def _start(self) -> asyncio.AbstractEventLoop:
        if self._spec.awaits_network:
            networks.await_way_out()
        if self.snapshot is not None:
            self.snapshot.restore(self._spec.root, tempfile.gettempdir())
        surroundings.arrange_sys_path(self._spec)
        surroundings.enter_working_directory(self._spec)
        own_packages.load(self._spec.sys_path_tail)

        loop = event_loops.new_event_loop()
        asyncio.set_event_loop(loop)
        if self.loaded is not None:
            modal_adapter.introduce_app(self._spec, self.loaded.definition)  # its URLs may have changed since
        loaded = self.loaded or self._load(loop)
        for hook in loaded.enter_hooks:
            _enter(loop, hook)
        self._exit_hooks = loaded.exit_hooks
        self._methods = loaded.methods
        for method in self._spec.methods:
            self._build(method, loaded.methods[method.name])
        return loop

    def _load(self, loop: asyncio.AbstractEventLoop) -> loading.Loaded:
        try:
            modal_adapter.pose_as_container()
        except ImportError as error:
            raise StartFailure(f"Modal's client can't be used: {summary(error)}") from error
        loaded = loading.load(self._spec)
        for hook in loaded.snapshot_hooks:
            _enter(loop, hook)
        return loaded

    def _build(self, method: MethodSpec, function: Callable[..., Any]) -> None:
        title = self._spec.title(method)
        if method.kind is WebKind.WEB_SERVER:
            self._programs.append((method, programs.Program.start(method, title, function)))
        else:
            self._apps.append((method, apps.build_app(method, title, function)))

    async def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        self._calls.begin(loop)
        places = {method.name: await self._open(method, app) for method, app in self._apps}
        if self._spec.call_socket:
            places[invocations.ADDRESS] = await self._open_calls()
        for method, program in self._programs:
            places[method.name] = {"tcp": list(await program.listening())}
        watches = [loop.create_task(self._watch(method, program)) for method, program in self._programs]
        self._watchdog.cancel()
        self._shutdown.begin_serving(loop)
        self._control.ready(places)
        await self._shutdown.requested.wait()
        for watch in watches:
            watch.cancel()
        await self._drain()

    async def _open(self, method: MethodSpec, app: Any) -> dict[str, str]:
        from webendpoints_worker.serving import AppServer

        lifespan = Lifespan(app, self._spec.title(method))
        await lifespan.startup()
        self._lifespans.append(lifespan)
        server = AppServer(self._calls.followed(app), lifespan.state, method.socket)
        await server.start()
        self._servers.append(server)
        return {"unix": method.socket}

    async def _open_calls(self) -> dict[str, str]:
        from webendpoints_worker.serving import AppServer

        calls_of = invocations.CallServer(self._spec.function, self._methods)
        server = AppServer(calls_of.application(self._calls.followed), {}, self._spec.call_socket)
        await server.start()
        self._servers.append(server)
        return {"unix": self._spec.call_socket}

    async def _watch(self, method: MethodSpec, program: programs.Program) -> None:
        code = await program.ended()
        self._control.exited(method.name, code)
        self._code = 1
        self._shutdown.request()

    async def _drain(self) -> None:
        cut = self._shutdown.cut
        await asyncio.gather(*(server.drain(shutdown.DRAIN_TIMEOUT, cut) for server in self._servers))
        self._shutdown.begin_clean_up()
        for lifespan in self._lifespans:
            with _told_and_survived("The lifespan shutdown"):
                await asyncio.wait_for(lifespan.shutdown(), self._shutdown.time_left())

    def _clean_up(self, loop: asyncio.AbstractEventLoop) -> None:
        for hook in self._exit_hooks:
            with _told_and_survived(f"The @modal.exit hook {_name(hook)!r}"):
                # Modal used to pass the three arguments of __exit__, and still does to hooks that take them.
                arguments = (None, None, None) if inspect.signature(hook).parameters else ()
                _finish(loop, hook(*arguments))
        # Before the exit functions, since those of multiprocessing wait for every process that it started.
        processes.end_all_descendants(0.0 if self._shutdown.is_urgent else self._shutdown.time_left())
        shutdown.run_exit_functions()

    def _give_up_starting(self) -> None:
        """Called in a thread after ``startup_timeout``: reports where the start hangs."""
        if self._shutdown.is_serving:
            return
        main_thread = threading.main_thread().ident
        frame = sys._current_frames().get(main_thread or 0)
        stack = "".join(traceback.format_stack(frame)) if frame is not None else ""
        limit = f"{self._spec.startup_timeout:g} s"
        _fail(self._control, f"{self._spec.function} was not ready within its startup timeout of {limit}", stack)


def _fail(control: ControlChannel, reason: str, details: str) -> NoReturn:
    control.failed(reason, details)
    _log(f"{details.rstrip()}\n{reason}".lstrip())
    shutdown.leave(1, grace=0.0)


def _log(text: str) -> None:
    with contextlib.suppress(OSError):  # the reader has ended
        print(text, file=sys.stderr, flush=True)


def _enter(loop: asyncio.AbstractEventLoop, hook: Callable[[], Any]) -> None:
    try:
        _finish(loop, hook())
    except BaseException as error:
        raise StartFailure(f"The @modal.enter hook {_name(hook)!r} failed: {summary(error)}") from error


def _finish(loop: asyncio.AbstractEventLoop, result: Any) -> None:
    asyncio.set_event_loop(loop)  # asyncio.run() in user code leaves no loop set
    if inspect.isawaitable(result):
        loop.run_until_complete(result)


def _name(hook: Callable[..., Any]) -> str:
    return getattr(hook, "__name__", repr(hook))


@contextlib.contextmanager
def _told_and_survived(what: str) -> Any:
    """Logs a failure while stopping; the next step follows regardless."""
    try:
        yield
    except BaseException as error:
        _log(f"{what} failed:\n{failures.traceback_of(error)}")
