-- First step of a merge, in the guest's slot: names what is in the cart now. The lines stay until the customer has them.
-- KEYS: 1 the guest's cart (hash), 2 the request (string)
-- ARGV: 1 request id, 2 a new merge id, 3 the customer, 4 now (ms), 5 life of the request (ms)
-- Answers: nothing when the request is done or there is nothing to merge; else the merge that is under way, which may be another's.
local under_way = redis.call('HGET', cart, 'merge')
if under_way then
  return under_way
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  return false
end

local function lines(list)
  local found = {}
  for _, sku in ipairs(skus(list)) do
    found[#found + 1] = {
      sku = sku, quantity = number(list.quantity .. sku), created = redis.call('HGET', cart, list.created .. sku),
      price = redis.call('HGET', cart, list.price .. sku), listing = redis.call('HGET', cart, list.listing .. sku) or '',
    }
  end
  table.sort(found, function(a, b) return a.created < b.created or (a.created == b.created and a.sku < b.sku) end)
  return found
end

local merge = {
  id = ARGV[2], request = ARGV[1], customer = ARGV[3], time = tonumber(ARGV[4]),
  currency = redis.call('HGET', cart, 'currency') or '', lines = lines(CART), saved = lines(SAVED),
  -- For orders that are told of later: what had been taken out until now, and what such orders have taken off since.
  low = {}, off = {},
}
if #merge.lines + #merge.saved == 0 then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[5])
  return false
end
local low = lowered()
merge.low['*'] = low['*']
for _, line in ipairs(merge.lines) do
  merge.low[line.sku] = low[line.sku]
end
merge = cjson.encode(merge)
redis.call('HSET', cart, 'merge', merge)
return merge
