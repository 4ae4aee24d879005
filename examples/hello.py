"""FastAPI endpoints: a function with a URL of its own."""

import modal

app = modal.App("hello")
image = modal.Image.debian_slim().pip_install("fastapi==0.165.0")


@app.function(image=image)
@modal.fastapi_endpoint(docs=True)
def square(x: int) -> dict[str, int]:
    """Try: curl '<url>?x=7'"""
    return {"square": x * x}


@app.function(image=image)
@modal.fastapi_endpoint(method="POST", label="greet")
def greeting(person: dict[str, str]) -> str:
    """Try: curl -H 'content-type: application/json' -d '{"name": "Ada"}' <url>"""
    return f"Hello, {person.get('name', 'stranger')}!"
