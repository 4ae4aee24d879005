-- Prints one machine-readable line after wrk's own report. Times are in microseconds.
function done(summary, latency)
  local errors = summary.errors
  print(string.format("REPORT requests=%d micros=%d p50=%d p99=%d errors=%d",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
