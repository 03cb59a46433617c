-- Notes the listings as they are now, and what of them the owner has seen, for lines that are still there.
-- KEYS: 1 the cart (hash)  ARGV: 1 how many notices were seen, their SKUs, then SKU, listing, price or '' when it was not seen ...
local notices = tonumber(ARGV[1])
for i = 2, notices + 1 do
  redis.call('HDEL', cart, 'n:' .. ARGV[i], 'o:' .. ARGV[i])
end
for i = notices + 2, #ARGV, 3 do
  for _, list in ipairs({ CART, SAVED }) do
    if redis.call('HEXISTS', cart, list.quantity .. ARGV[i]) == 1 then
      redis.call('HSET', cart, list.listing .. ARGV[i], ARGV[i + 1])
      if ARGV[i + 2] ~= '' then
        redis.call('HSET', cart, list.price .. ARGV[i], ARGV[i + 2])
      end
    end
  end
end
return redis.status_reply('OK')
