-- Second step of a merge, in the customer's slot: fills the customer's cart, once per merge id; or makes sure that it never will.
-- KEYS: 1 the customer's cart (hash), 2 the merge (string)
-- ARGV: 1 APPLIED or VOID, 2 the merge (JSON of merge-seal), 3 now (ms), 4 life of the cart (ms), 5 life of the merge id (ms),
--       6 quantity limit, 7 line limit, 8 notice limit
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

local other_money = number('count') > 0 and #merge.lines > 0 and redis.call('HGET', cart, 'currency') ~= merge.currency
local function fill(list, lines, refused)
  for _, line in ipairs(lines) do
    local there = number(list.quantity .. line.sku)
    if refused or (there == 0 and number(list.count) >= full) then
      notice(line, 'LEFT_OUT')
    else
      put(list, line.sku, math.min(most, there + line.quantity), line.created, line.price, line.listing)
      if list == CART then
        notice(line, 'MERGED')
        redis.call('HSET', cart, 'currency', merge.currency)
      end
    end
  end
end

fill(CART, merge.lines, other_money)
fill(SAVED, merge.saved, false)
bump(ARGV[3])
touch(ARGV[4])
return 'APPLIED'
