"""A function that the clock calls every minute, and a page that shows its last runs."""

import time

import modal

app = modal.App("cron")
image = modal.Image.debian_slim().pip_install("fastapi==0.165.0")
runs = modal.Dict.from_name("cron-runs", create_if_missing=True)

KEPT_SECONDS = 10 * 60


@app.function(schedule=modal.Cron("* * * * *", timezone="Europe/Berlin"))
def clean_up():
    """Forgets old runs, and notes this one."""
    now = time.time()
    old = [moment for moment in runs.keys() if moment < now - KEPT_SECONDS]
    for moment in old:
        runs.pop(moment)
    runs[now] = f"forgot {len(old)}"
    print(f"Cleaned up: {len(old)} forgotten")


@app.function(image=image)
@modal.fastapi_endpoint()
def last_runs() -> dict[str, str]:
    """Try: curl <url>"""
    return {time.ctime(moment): what for moment, what in sorted(runs.items())}
