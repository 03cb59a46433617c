-- Reads a cart, and lets it live on from now.
-- KEYS: 1 the cart (hash)  ARGV: 1 life of the cart (ms)
touch(ARGV[1])
return redis.call('HGETALL', cart)
