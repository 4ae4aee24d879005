"""Calls what variants.py deploys, with other options; prints what came of each case as a line of JSON."""

import json
import os
import pathlib
import subprocess
import sys

import modal

WORD = modal.Secret.from_name("variants")
FEW = modal.Retries(max_retries=2, initial_delay=0.01, backoff_coefficient=1.0)


def function(name):
    return modal.Function.from_name("variants", name)


def model(name="Model"):
    return modal.Cls.from_name("variants", name)


def workers():
    base, one, other = model()(), model().with_options(timeout=40)(), model().with_options(timeout=40)()
    ids = [each.environment.remote("MODAL_TASK_ID") for each in (base, one, other)]
    return [ids[0] != ids[1], ids[1] == ids[2]]


def redeployed():
    bound = model().with_options(timeout=60)()
    before = bound.environment.remote("VERSION")
    source = pathlib.Path(__file__).with_name("variants.py")
    deploy = [sys.executable, "-m", "modal", "deploy", str(source)]
    subprocess.run(deploy, check=True, capture_output=True, env={**os.environ, "VERSION": "2"})
    return [before, bound.environment.remote("VERSION")]


CASES = {
    "secrets": lambda: model().with_options(secrets=[WORD])().environment.remote("WORD"),
    "replaced secrets": lambda: model().with_options(secrets=[WORD])().environment.remote("VERSION"),
    "timeout": lambda: model().with_options(timeout=1)().sleep.remote(30),
    "retries": lambda: model().with_options(retries=FEW, max_containers=1)().fail_at_first.remote(2),
    "volumes": lambda: model()
    .with_options(volumes={"/data": modal.Volume.from_name("variants", create_if_missing=True)})()
    .write.remote(),
    "concurrency": lambda: list(
        model().with_options(max_containers=1).with_concurrency(max_inputs=4)().overlap.map(range(4))
    ),
    "batching": lambda: list(model().with_batching(max_batch_size=3, wait_ms=60_000)().sizes.map(range(3))),
    "parameters": lambda: model("Sized").with_options(secrets=[WORD])(size=3).environment.remote("WORD"),
    "workers": workers,
    "region": lambda: model().with_options(region="us-east")().environment.remote("WORD"),
    "in a worker": lambda: function("task_of_a_variant").remote()[:3],
    "secrets of a function": lambda: function("environment").with_options(secrets=[WORD]).remote("WORD"),
    "batching of a function": lambda: list(
        function("sizes").with_batching(max_batch_size=2, wait_ms=60_000).map(range(2))
    ),
    "redeployed": redeployed,
}

for name, case in CASES.items() if len(sys.argv) == 1 else [(sys.argv[1], CASES[sys.argv[1]])]:
    try:
        answer = case()
    except BaseException as error:
        answer = f"{type(error).__name__}: {error}"
    print(json.dumps({"case": name, "answer": answer}), flush=True)
