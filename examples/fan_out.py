"""A fan-out: one request is divided among several workers, and their results are put together."""

import modal

app = modal.App("fan-out")
image = modal.Image.debian_slim().pip_install("fastapi==0.165.0")


@app.function(max_containers=4)
@modal.concurrent(max_inputs=4)
def primes(start: int, end: int) -> int:
    return sum(all(number % divisor for divisor in range(2, int(number**0.5) + 1)) for number in range(start, end))


@app.function(image=image)
@modal.fastapi_endpoint()
def count(below: int = 20_000) -> dict[str, int]:
    """Try: curl '<url>?below=20000'"""
    step = 1_000
    parts = [(max(2, start), min(below, start + step)) for start in range(0, min(below, 1_000_000), step)]
    return {"below": below, "primes": sum(primes.starmap(parts))}


@app.local_entrypoint()
def main(below: int = 20_000) -> None:
    """Try: modal run examples/fan_out.py --below 50000"""
    print(f"{sum(primes.starmap([(2, below // 2), (below // 2, below)]))} primes below {below}")
