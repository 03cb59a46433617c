-- Third step of a merge, in the guest's slot: takes off what the customer has got; what the guest added since stays.
-- KEYS: 1 the guest's cart (hash), 2 the request that began the merge (string)
-- ARGV: 1 merge id, 2 APPLIED or VOID, 3 now (ms), 4 life of the request (ms)
local text = redis.call('HGET', cart, 'merge')
local merge = text and cjson.decode(text)
if not merge or merge.id ~= ARGV[1] then
  return 0
end

redis.call('HDEL', cart, 'merge')
if ARGV[2] == 'APPLIED' then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[4])
  for _, line in ipairs(merge.lines) do
    take(line.sku, line.quantity, merge.time, ARGV[3])
  end
  for _, line in ipairs(merge.saved) do
    local left = number('Q:' .. line.sku) - line.quantity
    if left > 0 then
      redis.call('HSET', cart, 'Q:' .. line.sku, left)
    elseif redis.call('HEXISTS', cart, 'Q:' .. line.sku) == 1 then
      drop(SAVED, line.sku)
    end
  end
  bump(ARGV[3])
end
return 1
