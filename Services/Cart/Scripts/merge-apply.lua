-- Second step of a merge, in the customer's slot: fills the customer's cart, once per merge id; or makes sure that it never will.
-- KEYS: 1 the customer's cart (hash), 2 the merge (string), 3 what came by it (string): see take-off-merged
-- ARGV: 1 APPLIED or VOID, 2 the merge (JSON of merge-seal), 3 now (ms), 4 life of the cart (ms), 5 life of the merge id (ms),
--       6 quantity limit, 7 line limit, 8 notice limit,
--       9 life of what came (ms)
-- Answers: what has become of the merge: APPLIED or VOID.
local became = redis.call('GET', KEYS[2])
if became then
  return became
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[5])
if ARGV[1] == 'VOID' then
  return 'VOID'
end

local merge = cjson.decode(ARGV[2])
local most, full, room = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
for _, field in ipairs(redis.call('HKEYS', cart)) do
  if string.sub(field, 1, 2) == 'n:' then
    room = room - 1
  end
end

local function notice(line, kind)
  if room > 0 then
    room = room - 1
    redis.call('HSET', cart, 'n:' .. line.sku, kind)
    if kind == 'LEFT_OUT' then
      redis.call('HSET', cart, 'o:' .. line.sku, line.listing)
    end
  end
end

-- What was ordered before the merge and told of since it began is not brought any more.
local expected = redis.call('GET', KEYS[3])
local off = expected and cjson.decode(expected).off or {}
local brought = {}
for _, line in ipairs(merge.lines) do
  line.quantity = line.quantity - (off[line.sku] or 0)
  if line.quantity > 0 then
    brought[#brought + 1] = line
  end
end
merge.lines = brought

local came = {}
local other_money = number('count') > 0 and #merge.lines > 0 and redis.call('HGET', cart, 'currency') ~= merge.currency
local function fill(list, lines, refused)
  for _, line in ipairs(lines) do
    local there = number(list.quantity .. line.sku)
    if refused or (there == 0 and number(list.count) >= full) then
      notice(line, 'LEFT_OUT')
    else
      put(list, line.sku, math.min(most, there + line.quantity), line.created, line.price, line.listing)
      if list == CART then
        came[line.sku] = { before = there, came = number('q:' .. line.sku) - there }
        notice(line, 'MERGED')
        redis.call('HSET', cart, 'currency', merge.currency)
      end
    end
  end
end

-- Orders of what was here before may be told of after this: see forget_before.
local function remember_arrival()
  local arrival = { id = merge.id, time = tonumber(ARGV[3]), before = {} }
  for sku, line in pairs(came) do
    if line.before > 0 then
      arrival.before[sku] = line.before
    end
  end
  local kept = { arrival }
  for _, earlier in ipairs(arrivals()) do
    if #kept < REMEMBERED_STEPS and earlier.time > arrival.time - REMEMBERED_MS then
      kept[#kept + 1] = earlier
    end
  end
  redis.call('HSET', cart, 'arrivals', cjson.encode(kept))
end

fill(CART, merge.lines, other_money)
remember_arrival()
fill(SAVED, merge.saved, false)
redis.call('SET', KEYS[3], cjson.encode({ time = tonumber(ARGV[3]), lines = came }), 'PX', ARGV[9])
bump(ARGV[3])
touch(ARGV[4])
return 'APPLIED'
