-- Sends the requests of a file one after another, each thread from a place of its own: "<length>\n<request>" again and again.
local number = 0
function setup(thread)
   thread:set("part", number)
   number = number + 1
end

function init(args)
   file = assert(io.open(args[1] .. "." .. part, "rb"))
end

function request()
   local length = file:read("*n")
   if not length then
      file:seek("set", 0)
      length = file:read("*n")
   end
   file:read(1)
   return file:read(length)
end

function done(summary, latency, requests)
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "errors": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f}\n',
      summary.requests, summary.duration,
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout,
      latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
