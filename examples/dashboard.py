"""A dashboard: a page that reads what another app's functions do and what they have stored."""

import html

import modal

app = modal.App("dashboard")
image = modal.Image.debian_slim().pip_install("fastapi==0.165.0")
finished = modal.Dict.from_name("finished-jobs", create_if_missing=True)


@app.function(image=image)
@modal.concurrent(max_inputs=20)
@modal.asgi_app()
def dashboard():
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    api = FastAPI()

    async def state() -> dict[str, int]:
        render = modal.Function.from_name("jobs", "render")
        stats = await render.get_current_stats.aio()
        return {"waiting": stats.backlog, "workers": stats.num_total_runners, "finished": await finished.len.aio()}

    @api.get("/state")
    async def numbers() -> dict[str, int]:
        """Try: curl '<url>/state'"""
        return await state()

    @api.get("/")
    async def page() -> HTMLResponse:
        rows = "".join(f"<tr><th>{html.escape(name)}<td>{value}" for name, value in (await state()).items())
        return HTMLResponse(
            f"<!doctype html><meta http-equiv=refresh content=2><title>Jobs</title><table>{rows}</table>"
        )

    return api
