-- Takes what was ordered off a cart; what was added since the order stays. Once per message, however often it comes.
-- KEYS: 1 the cart (hash), 2 the message (string)
-- ARGV: 1 now (ms), 2 life of the message (ms), then SKU, quantity, SKU, quantity ...
if not redis.call('SET', KEYS[2], '1', 'PX', ARGV[2], 'NX') then
  return 0
end

local changed = false
for i = 3, #ARGV, 2 do
  local sku = ARGV[i]
  local quantity = redis.call('HGET', KEYS[1], 'q:' .. sku)
  if quantity then
    local left = tonumber(quantity) - tonumber(ARGV[i + 1])
    if left > 0 then
      redis.call('HSET', KEYS[1], 'q:' .. sku, left)
    else
      redis.call('HDEL', KEYS[1], 'q:' .. sku, 'c:' .. sku, 'l:' .. sku, 'p:' .. sku)
      redis.call('HINCRBY', KEYS[1], 'count', -1)
    end
    changed = true
  end
end

if changed then
  redis.call('HINCRBY', KEYS[1], 'version', 1)
  redis.call('HSET', KEYS[1], 'updated', ARGV[1])
end
return 1
