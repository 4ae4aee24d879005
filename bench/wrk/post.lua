dofile(os.getenv("BENCH_WRK") .. "/report.lua")

wrk.method = "POST"
wrk.body = string.rep("x", 1024)
wrk.headers["Content-Type"] = "application/octet-stream"
