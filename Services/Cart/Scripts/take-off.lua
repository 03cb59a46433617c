-- Takes what was ordered off a cart; what was added since the order stays. Once per order, however often it is told.
-- Pieces that have gone into a customer's cart since the order, by a merge that is over or under way, are to be taken off there.
-- KEYS: 1 the cart (hash), 2 the order (string)
-- ARGV: 1 now (ms), 2 life of the order (ms), 3 when it was placed (ms), then SKU, quantity, SKU, quantity ...
-- Answers: whether it was told for the first time, and what to take off elsewhere, the same each time:
--          JSON [{ merge, customer, lines: { sku: quantity } }], or nothing.
local told = redis.call('GET', KEYS[2])
if told then
  return { 0, told }
end

local placed, changed = tonumber(ARGV[3]), false
local under_way = redis.call('HGET', cart, 'merge')
under_way = under_way and cjson.decode(under_way)
local merged = redis.call('HGET', cart, 'merged')
merged = merged and cjson.decode(merged) or {}

local elsewhere, by_merge = {}, {}
local function take_off_there(merge, sku, quantity)
  if not by_merge[merge.id] then
    by_merge[merge.id] = { merge = merge.id, customer = merge.customer, lines = {} }
    elsewhere[#elsewhere + 1] = by_merge[merge.id]
  end
  by_merge[merge.id].lines[sku] = quantity
end

-- Takes off what a merge has carried away that was here when the order was placed.
local function follow(merge, sku, left, wanted)
  local pieces = math.max(0, math.min(wanted, left, fewest(sku, placed, merge.low) or left))
  if pieces > 0 then
    changed = true
    take_off_there(merge, sku, pieces)
  end
  return pieces
end

for i = 4, #ARGV, 2 do
  local sku, wanted, all_went = ARGV[i], tonumber(ARGV[i + 1]), false
  for _, merge in ipairs(merged) do
    if merge.over >= placed then
      local pieces = follow(merge, sku, merge.left[sku] or 0, wanted)
      merge.left[sku] = (merge.left[sku] or 0) - pieces
      wanted, all_went = wanted - pieces, all_went or merge.time >= placed
    end
  end
  for _, line in ipairs(under_way and under_way.lines or {}) do
    if line.sku == sku then
      local off = under_way.off[sku] or 0
      local pieces = follow(under_way, sku, line.quantity - off, wanted)
      local here = math.min(pieces, number('q:' .. sku))
      under_way.off[sku] = off + pieces
      wanted, all_went = wanted - pieces, all_went or under_way.time >= placed
      -- Still here, too, until the merge is over, which gives off that much less then.
      if here > 0 then
        reduce(sku, here, ARGV[1])
      end
    end
  end
  -- What is here since a merge that began after the order came after it.
  if not all_went and take(sku, wanted, placed, ARGV[1]) then
    changed = true
  end
end

if changed then
  bump(ARGV[1])
end
if #elsewhere > 0 then
  if #merged > 0 then
    redis.call('HSET', cart, 'merged', cjson.encode(merged))
  end
  if under_way then
    redis.call('HSET', cart, 'merge', cjson.encode(under_way))
  end
end
told = #elsewhere > 0 and cjson.encode(elsewhere) or ''
redis.call('SET', KEYS[2], told, 'PX', ARGV[2])
return { 1, told }
