-- Notes what a request says, once; another body under the same id is refused.
-- KEYS: 1 the request (string)  ARGV: 1 fingerprint, 2 its life (ms)
local earlier = redis.call('GET', KEYS[1])
if not earlier then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return (not earlier or earlier == ARGV[1]) and 1 or 0
