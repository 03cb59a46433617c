-- For counting the orders in each state that they are to leave again; those at rest are not in it.
CREATE INDEX orders_open ON orders (state) WHERE state < 4;
