-- The scoring request of the bench. Arguments: bearer key, mean pause in ms between requests of a connection.
local pause = 0

function init(args)
  wrk.method = "POST"
  wrk.body = '{"data":[[1,2,3]]}'
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. args[1]
  pause = tonumber(args[2])
  if pause == 0 then delay = nil end
end

-- Even pauses would let the connections march in step; the mean of these is the pause asked for.
function delay()
  return math.random(0, 2 * pause)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requestsPerSecond":%.1f,"mean":%.4f,"p99":%.4f,"errors":%d}\n',
    summary.requests * 1e6 / summary.duration, latency.mean / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
