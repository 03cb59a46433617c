// One purchase from the shelf to CONFIRMED, and one refusal on the way, the same through every client.
//
// A client is { unary(method, request), watch(method, request), refusalOf(error) }: unary promises the answer, watch gives the
// answers as they come until the loop over it ends, refusalOf makes { code, details } of what unary threw: the name of the
// gRPC code and the bytes of grpc-status-details-bin.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { errorInfoOf } from './proto.mjs';

export async function buy(client) {
  const sku = await choose(client);
  await client.unary('shop.cart.v1.CartService/AddItem', { requestId: randomUUID(), sku, quantity: 2 });
  const cart = await client.unary('shop.cart.v1.CartService/GetCart', { markSeen: true });
  assert.deepEqual(cart.lines.map(line => [line.sku, line.quantity]), [[sku, 2]]);
  step(`put 2 x ${sku} into the cart: ${cart.subtotal.minorUnits} minor units, ${cart.lines[0].availability}`);

  const total = cart.subtotal.minorUnits;
  const changed = await refused(client, placing({ ...cart.subtotal, minorUnits: total - 1 }), 'FAILED_PRECONDITION', 'PRICE_CHANGED');
  assert.equal(changed.metadata.minor_units, String(total));

  const order = await client.unary(...placing(cart.subtotal));
  assert.equal(order.total.minorUnits, total);
  step(`placed order ${order.number}: ${order.state}`);
  await confirmed(client, order);
}

// The ErrorInfo of a call that must be refused.
export async function refused(client, call, code, reason) {
  const error = await client.unary(...call).then(() => assert.fail(`${call[0]} was not refused`), error => error);
  const refusal = client.refusalOf(error);
  assert.equal(refusal.code, code, error.message);
  const info = errorInfoOf(refusal.details);
  assert.deepEqual([info.domain, info.reason], ['shop', reason]);
  step(`${call[0]} was refused: ${code} ${reason} ${JSON.stringify(info.metadata)}`);
  return info;
}

const started = performance.now();
export function step(what) {
  console.log(`${(performance.now() - started).toFixed(0).padStart(6)} ms  ${what}`);
}

async function choose(client) {
  const { products } = await client.unary('shop.catalog.v1.CatalogService/ListProducts', { pageSize: 20 });
  const skus = products.flatMap(product => product.variants).map(variant => variant.sku).slice(0, 100);
  step(`listed ${products.length} products`);
  const { stocks } = await client.unary('shop.inventory.v1.InventoryService/BatchGetStock', { skus });
  step(`asked for the stock of ${skus.length} SKUs`);
  const [most] = stocks.sort((one, other) => other.availableQuantity - one.availableQuantity);
  assert.ok(most?.availableQuantity >= 2, 'nothing on the first page is in stock');
  return most.sku;
}

function placing(expectedTotal) {
  const address = { recipient: 'Ada Example', lines: ['1 Example Street'], postalCode: '12345', locality: 'Exampleton', countryCode: 'DE' };
  return ['shop.order.v1.OrderService/PlaceOrder', { requestId: randomUUID(), expectedTotal, address, paymentToken: 'tok_approved' }];
}

async function confirmed(client, placed) {
  for await (const { order } of client.watch('shop.order.v1.OrderService/WatchOrder', { orderId: placed.orderId })) {
    step(`order ${order.number} is ${order.state}`);
    if (order.state === 'ORDER_STATE_CONFIRMED') return;
    assert.equal(order.state, 'ORDER_STATE_AWAITING_PAYMENT');
  }
  assert.fail('the stream ended before the order was confirmed');
}
