-- One change of one cart, as a whole or not at all.
-- KEYS: 1 the cart (hash), 2 the request (string). Both have the owner as hash tag, so they lie in one slot.
-- ARGV: 1 operation, 2 fingerprint of the request, 3 etag or '', 4 now (ms), 5 life of the cart (ms), 6 life of the request (ms),
--       7 SKU, 8 quantity, 9 quantity limit, 10 line limit, 11 listing (JSON), 12 currency, 13 price
-- Answers: status, detail, the cart's fields and values.
local request = KEYS[2]
local now, sku = ARGV[4], ARGV[7]
local most, full = tonumber(ARGV[9]), tonumber(ARGV[10])

local function answer(status, detail)
  return { status, detail or '', redis.call('HGETALL', cart) }
end

local earlier = redis.call('GET', request)
if earlier then
  if earlier ~= ARGV[2] then
    return answer('REQUEST_ID_REUSED')
  end
  touch(ARGV[5])
  return answer('OK')
end

if ARGV[3] ~= '' and ARGV[3] ~= (redis.call('HGET', cart, 'version') or '0') then
  return answer('ETAG_MISMATCH')
end

-- Moves a whole line into the other list, on top of what is there.
local function move(from, to)
  local quantity, there = number(from.quantity .. sku), number(to.quantity .. sku)
  local listing = redis.call('HGET', cart, from.listing .. sku)
  if quantity == 0 then
    return 'ITEM_NOT_FOUND'
  end
  if there == 0 and number(to.count) >= full then
    return 'CART_FULL'
  end
  if to == CART and listing then
    local currency = cjson.decode(listing).Currency
    if number('count') > 0 and redis.call('HGET', cart, 'currency') ~= currency then
      return 'CURRENCY_MISMATCH'
    end
    redis.call('HSET', cart, 'currency', currency)
  end
  put(to, sku, math.min(most, there + quantity), now, redis.call('HGET', cart, from.price .. sku), listing)
  drop(from, sku)
end

local quantity = number('q:' .. sku)
local operations = {
  add = function()
    local count = number('count')
    if count > 0 and redis.call('HGET', cart, 'currency') ~= ARGV[12] then
      return 'CURRENCY_MISMATCH'
    end
    if quantity == 0 and count >= full then
      return 'CART_FULL'
    end
    if quantity + tonumber(ARGV[8]) > most then
      return 'QUANTITY_EXCEEDED', tostring(quantity)
    end
    put(CART, sku, quantity + tonumber(ARGV[8]), now, ARGV[13], ARGV[11])
    redis.call('HSET', cart, 'currency', ARGV[12])
  end,
  set = function()
    local wanted = tonumber(ARGV[8])
    if quantity == 0 then
      return 'ITEM_NOT_FOUND'
    end
    if wanted == 0 then
      drop(CART, sku)
    else
      redis.call('HSET', cart, 'q:' .. sku, wanted)
    end
    if wanted < quantity then
      lower(sku, now, wanted)
    end
  end,
  remove = function()
    if quantity == 0 then
      return 'UNCHANGED'
    end
    drop(CART, sku)
    lower(sku, now, 0)
  end,
  ['remove-saved'] = function()
    if number('Q:' .. sku) == 0 then
      return 'UNCHANGED'
    end
    drop(SAVED, sku)
  end,
  clear = function()
    local all = skus(CART)
    if #all == 0 then
      return 'UNCHANGED'
    end
    for _, line in ipairs(all) do
      drop(CART, line)
    end
    lower('*', now, 0)
  end,
  save = function()
    local refused = move(CART, SAVED)
    if not refused then
      lower(sku, now, 0)
    end
    return refused
  end,
  unsave = function()
    return move(SAVED, CART)
  end,
}

local refused, detail = operations[ARGV[1]]()
if refused and refused ~= 'UNCHANGED' then
  return answer(refused, detail)
end
if not refused then
  bump(now)
end
touch(ARGV[5])
redis.call('SET', request, ARGV[2], 'PX', ARGV[6])
return answer('OK')
