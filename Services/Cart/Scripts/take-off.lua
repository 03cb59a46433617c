-- Takes what was ordered off a cart; what was added since the order stays. Once per order, however often it is told.
-- KEYS: 1 the cart (hash), 2 the order (string)
-- ARGV: 1 now (ms), 2 life of the order (ms), 3 when it was placed (ms), then SKU, quantity, SKU, quantity ...
if not redis.call('SET', KEYS[2], '1', 'PX', ARGV[2], 'NX') then
  return 0
end

local changed = false
for i = 4, #ARGV, 2 do
  if take(ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[3]), ARGV[1]) then
    changed = true
  end
end

if changed then
  bump(ARGV[1])
end
return 1
