"""A job queue: one request starts a job and returns at once, another one asks for its result."""

import time

import modal

app = modal.App("jobs")
image = modal.Image.debian_slim().pip_install("fastapi==0.165.0")
finished = modal.Dict.from_name("finished-jobs", create_if_missing=True)


@app.function(timeout=60, retries=2, max_containers=2)
def render(text: str) -> str:
    """Runs in workers of its own, at most two at a time. A job that fails runs again, up to two times."""
    time.sleep(1)  # in place of hard work
    finished[modal.current_function_call_id()] = text
    return text.upper()


@app.function(image=image)
@modal.fastapi_endpoint(method="POST")
def submit(text: str) -> dict[str, str]:
    """Try: curl -X POST '<url>?text=hello'"""
    return {"job": render.spawn(text).object_id}


@app.function(image=image)
@modal.fastapi_endpoint()
def result(job: str) -> dict[str, str]:
    """Try, with the id that `submit` returned: curl '<url>?job=fc-…'"""
    try:
        return {"state": "done", "result": modal.FunctionCall.from_id(job).get(timeout=0)}
    except TimeoutError:
        return {"state": "running"}
    except modal.exception.NotFoundError:
        return {"state": "unknown"}
