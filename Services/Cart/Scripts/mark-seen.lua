-- Notes the prices and listings that were shown, for lines that are still there.
-- KEYS: 1 the cart (hash)  ARGV: SKU, price, listing, SKU, price, listing ...
for i = 1, #ARGV, 3 do
  if redis.call('HEXISTS', KEYS[1], 'q:' .. ARGV[i]) == 1 then
    redis.call('HSET', KEYS[1], 'p:' .. ARGV[i], ARGV[i + 1], 'l:' .. ARGV[i], ARGV[i + 2])
  end
end
return redis.status_reply('OK')
