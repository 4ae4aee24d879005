"""A class: loaded once for each worker, with several endpoints, one of them for holders of a proxy token only."""

import modal

app = modal.App("model")
image = modal.Image.debian_slim().pip_install("fastapi==0.165.0")


@app.cls(image=image)
class Model:
    @modal.enter()
    def load(self) -> None:
        self.words = {"one": 1, "two": 2, "three": 3}

    @modal.fastapi_endpoint()
    def size(self) -> dict[str, int]:
        """Try: curl <url>"""
        return {"words": len(self.words)}

    @modal.fastapi_endpoint(requires_proxy_auth=True)
    def lookup(self, word: str) -> dict[str, int | None]:
        """Try, after `modal workspace proxy-tokens create`:

        curl -H 'Modal-Key: wk-…' -H 'Modal-Secret: ws-…' '<url>?word=two'
        """
        return {word: self.words.get(word)}
