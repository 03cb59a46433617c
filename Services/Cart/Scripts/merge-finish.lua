-- Third step of a merge, in the guest's slot: takes off what the customer has got; what the guest added since stays.
-- KEYS: 1 the guest's cart (hash), 2 the request that began the merge (string)
-- ARGV: 1 merge id, 2 APPLIED or VOID, 3 now (ms), 4 life of the request (ms)
local text = redis.call('HGET', cart, 'merge')
local merge = text and cjson.decode(text)
if not merge or merge.id ~= ARGV[1] then
  return 0
end

-- Where the pieces went, for orders of them that are told of later: see take-off.
local function remember(merged)
  local earlier = redis.call('HGET', cart, 'merged')
  local kept = { merged }
  for _, other in ipairs(earlier and cjson.decode(earlier) or {}) do
    if #kept < REMEMBERED_STEPS and other.over > tonumber(ARGV[3]) - REMEMBERED_MS then
      kept[#kept + 1] = other
    end
  end
  redis.call('HSET', cart, 'merged', cjson.encode(kept))
end

redis.call('HDEL', cart, 'merge')
if ARGV[2] == 'APPLIED' then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[4])
  local left = {}
  for _, line in ipairs(merge.lines) do
    left[line.sku] = line.quantity - (merge.off[line.sku] or 0)
    take(line.sku, left[line.sku], merge.time, ARGV[3])
  end
  remember({ id = merge.id, customer = merge.customer, time = merge.time, over = tonumber(ARGV[3]), low = merge.low, left = left })
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
