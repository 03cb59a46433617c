-- One change of one cart, as a whole or not at all.
-- KEYS: 1 the cart (hash), 2 the request (string). Both have the owner as hash tag, so they lie in one slot.
-- ARGV: 1 operation, 2 fingerprint of the request, 3 etag or '', 4 now (ms), 5 life of the cart (ms), 6 life of the request (ms),
--       7 SKU, 8 quantity, 9 quantity limit, 10 line limit, 11 listing (JSON), 12 currency, 13 price
-- Answers: status, detail, the cart's fields and values.
-- Fields of a cart: version, updated, count (lines), currency, and for each line
--   q:<sku> quantity, c:<sku> when it was put there (ms), l:<sku> the listing as it was last known, p:<sku> the price last seen.
local cart, request = KEYS[1], KEYS[2]
local sku = ARGV[7]

local function answer(status, detail)
  return { status, detail or '', redis.call('HGETALL', cart) }
end

local function drop(line)
  redis.call('HDEL', cart, 'q:' .. line, 'c:' .. line, 'l:' .. line, 'p:' .. line)
  redis.call('HINCRBY', cart, 'count', -1)
end

local earlier = redis.call('GET', request)
if earlier then
  if earlier ~= ARGV[2] then
    return answer('REQUEST_ID_REUSED')
  end
  redis.call('PEXPIRE', cart, ARGV[5])
  return answer('OK')
end

if ARGV[3] ~= '' and ARGV[3] ~= (redis.call('HGET', cart, 'version') or '0') then
  return answer('ETAG_MISMATCH')
end

local quantity = tonumber(redis.call('HGET', cart, 'q:' .. sku) or '0')
local count = tonumber(redis.call('HGET', cart, 'count') or '0')
local changed = true

if ARGV[1] == 'add' then
  if count > 0 and redis.call('HGET', cart, 'currency') ~= ARGV[12] then
    return answer('CURRENCY_MISMATCH')
  end
  if quantity == 0 and count >= tonumber(ARGV[10]) then
    return answer('CART_FULL')
  end
  if quantity + tonumber(ARGV[8]) > tonumber(ARGV[9]) then
    return answer('QUANTITY_EXCEEDED', tostring(quantity))
  end
  if quantity == 0 then
    redis.call('HINCRBY', cart, 'count', 1)
    redis.call('HSET', cart, 'c:' .. sku, ARGV[4], 'p:' .. sku, ARGV[13])
  end
  redis.call('HSET', cart, 'q:' .. sku, quantity + tonumber(ARGV[8]), 'currency', ARGV[12])
  if ARGV[11] ~= '' then
    redis.call('HSET', cart, 'l:' .. sku, ARGV[11])
  end
elseif ARGV[1] == 'set' then
  if quantity == 0 then
    return answer('ITEM_NOT_FOUND')
  end
  if tonumber(ARGV[8]) == 0 then
    drop(sku)
  else
    redis.call('HSET', cart, 'q:' .. sku, ARGV[8])
  end
elseif ARGV[1] == 'remove' then
  if quantity > 0 then
    drop(sku)
  else
    changed = false
  end
elseif ARGV[1] == 'clear' then
  for _, field in ipairs(redis.call('HKEYS', cart)) do
    if string.sub(field, 1, 2) == 'q:' then
      drop(string.sub(field, 3))
    end
  end
else
  return redis.error_reply('unknown operation ' .. ARGV[1])
end

if changed then
  redis.call('HINCRBY', cart, 'version', 1)
  redis.call('HSET', cart, 'updated', ARGV[4])
end
redis.call('PEXPIRE', cart, ARGV[5])
redis.call('SET', request, ARGV[2], 'PX', ARGV[6])
return answer('OK')
