-- Takes off a customer's cart what a guest had ordered before it was merged into it: once per order, and never more than came over and
-- is still there. A merge that is under way brings that much less.
-- KEYS: 1 the cart (hash), 2 the order of the merge (string), 3 the merge (string), 4 what came by it (string)
-- ARGV: 1 now (ms), 2 life of the order (ms), 3 the merge's id, then SKU, quantity, SKU, quantity ...
if not redis.call('SET', KEYS[2], '1', 'PX', ARGV[2], 'NX') then
  return 0
end
if redis.call('GET', KEYS[3]) == 'VOID' then
  return 0
end

local text = redis.call('GET', KEYS[4])
local came = text and cjson.decode(text) or { off = {} }
local merges, later = arrivals(), 0
while later < #merges and merges[later + 1].id ~= ARGV[3] do
  later = later + 1
end
local own = merges[later + 1]
local changed = false
for i = 4, #ARGV, 2 do
  local sku, wanted = ARGV[i], tonumber(ARGV[i + 1])
  local line = came.lines and came.lines[sku]
  if not came.lines then
    came.off[sku] = (came.off[sku] or 0) + wanted
  elseif line then
    -- What the customer had before stays, and so does as much as the customer has taken out since: that may have been these pieces.
    local there = number('q:' .. sku)
    local before = own and (own.before[sku] or 0) or line.before
    local pieces = math.min(wanted, line.came, there, (fewest(sku, came.time) or there) - before)
    if pieces > 0 then
      reduce(sku, pieces, ARGV[1])
      forget_before(merges, later, sku, pieces)
      line.came = line.came - pieces
      changed = true
    end
  end
end

redis.call('SET', KEYS[4], cjson.encode(came), 'PX', ARGV[2])
if changed then
  bump(ARGV[1])
end
return 1
