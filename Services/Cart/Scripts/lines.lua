-- What the scripts of a cart share; stands in front of each of them.
-- A cart is one hash, KEYS[1]. Fields: version, updated (ms), currency, count and saved (lines in the cart and saved for later),
-- low (see lower), merge (see merge-seal), merged (see merge-finish), arrivals, n:<sku> a notice that waits to be seen, o:<sku> the listing of a line that was left out,
-- and for each line of the cart q:<sku> quantity, c:<sku> when it was put there (ms), l:<sku> the listing as it was last known,
-- p:<sku> the price last seen. Those of a line that is saved for later have the capital letter.
local cart = KEYS[1]
local CART = { quantity = 'q:', created = 'c:', listing = 'l:', price = 'p:', count = 'count' }
local SAVED = { quantity = 'Q:', created = 'C:', listing = 'L:', price = 'P:', count = 'saved' }
local REMEMBERED_MS, REMEMBERED_LINES, REMEMBERED_STEPS = 7 * 24 * 3600 * 1000, 100, 8
local TOUCH_SLACK_MS = 3600 * 1000

local function number(field)
  return tonumber(redis.call('HGET', cart, field) or '0')
end

-- Lets the cart live on. With some slack, so that reading it is a write once an hour, not each time.
local function touch(life)
  if redis.call('PTTL', cart) < tonumber(life) then
    redis.call('PEXPIRE', cart, tonumber(life) + TOUCH_SLACK_MS)
  end
end

-- A new version. The first one is the time, so that a cart that was gone and is there again repeats no etag.
local function bump(now)
  if redis.call('HSETNX', cart, 'version', now) == 0 then
    redis.call('HINCRBY', cart, 'version', 1)
  end
  redis.call('HSET', cart, 'updated', now)
end

-- Puts a line there that was not, or sets the quantity of one that was.
local function put(list, sku, quantity, created, price, listing)
  if redis.call('HSETNX', cart, list.created .. sku, created) == 1 then
    redis.call('HSET', cart, list.price .. sku, price)
    redis.call('HINCRBY', cart, list.count, 1)
    redis.call('HDEL', cart, 'n:' .. sku, 'o:' .. sku)
  end
  redis.call('HSET', cart, list.quantity .. sku, quantity)
  if listing and listing ~= '' then
    redis.call('HSET', cart, list.listing .. sku, listing)
  end
end

local function drop(list, sku)
  redis.call('HDEL', cart, list.quantity .. sku, list.created .. sku, list.listing .. sku, list.price .. sku, 'n:' .. sku)
  redis.call('HINCRBY', cart, list.count, -1)
end

local function skus(list)
  local found = {}
  for _, field in ipairs(redis.call('HKEYS', cart)) do
    if string.sub(field, 1, 2) == list.quantity then
      found[#found + 1] = string.sub(field, 3)
    end
  end
  return found
end

-- What has been taken out since, by SKU, as steps { time, pieces left }, each lower than the later ones; '*' for all at once.
-- An order that is told of late takes off only what was never taken out since it was placed: pieces that came later stay.
local function lowered()
  local low = redis.call('HGET', cart, 'low')
  return low and cjson.decode(low) or {}
end

local function lower(sku, now, left)
  local low, count, oldest = lowered(), 0, nil
  local steps = sku ~= '*' and low[sku] or {}
  while #steps > 0 and steps[#steps][2] >= left do
    table.remove(steps)
  end
  steps[#steps + 1] = { tonumber(now), left }
  if #steps > REMEMBERED_STEPS then
    table.remove(steps, 1)
  end
  if sku == '*' then
    low = {}
  end
  low[sku] = steps
  for other, entries in pairs(low) do
    local last = entries[#entries][1]
    if last < tonumber(now) - REMEMBERED_MS then
      low[other] = nil
    else
      count = count + 1
      if other ~= '*' and (not oldest or last < low[oldest][#low[oldest]][1]) then
        oldest = other
      end
    end
  end
  if count > REMEMBERED_LINES then
    low[oldest] = nil
  end
  redis.call('HSET', cart, 'low', cjson.encode(low))
end

-- The fewest pieces of a SKU that were there at any moment since, by what was taken out until now or until another moment; nil when
-- none was.
local function fewest(sku, since, low)
  local least
  low = low or lowered()
  for _, key in ipairs({ sku, '*' }) do
    for _, step in ipairs(low[key] or {}) do
      if step[1] > since and (not least or step[2] < least) then
        least = step[2]
      end
    end
  end
  return least
end

-- What the owner had before each merge into this cart, the latest merge first: { id, time, before: { sku: pieces } }.
local function arrivals()
  local text = redis.call('HGET', cart, 'arrivals')
  return text and cjson.decode(text) or {}
end

-- Pieces were ordered and are off that were there before some merges, the first ones of the list: what came by those is so many less
-- of what is there.
local function forget_before(merges, count, sku, pieces)
  local changed = false
  for i = 1, count do
    local before = merges[i].before[sku]
    if before then
      merges[i].before[sku] = math.max(0, before - pieces)
      changed = true
    end
  end
  if changed then
    redis.call('HSET', cart, 'arrivals', cjson.encode(merges))
  end
end

-- Takes pieces off.
local function reduce(sku, quantity, now)
  local left = number('q:' .. sku) - quantity
  if left <= 0 then
    drop(CART, sku)
  else
    redis.call('HSET', cart, 'q:' .. sku, left)
  end
  lower(sku, now, math.max(0, left))
end

-- Takes pieces off that were there at a moment, as far as they still are.
local function take(sku, quantity, since, now)
  local there = number('q:' .. sku)
  local taken = math.min(quantity, there, fewest(sku, since) or there)
  if taken <= 0 then
    return false
  end
  reduce(sku, taken, now)
  local merges, later = arrivals(), 0
  while later < #merges and merges[later + 1].time >= since do
    later = later + 1
  end
  forget_before(merges, later, sku, taken)
  return true
end

