// Talks to the services themselves, past the gateway: node grpc-js-services.mjs GATEWAY CATALOG CART INVENTORY ORDER
import assert from 'node:assert/strict';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { deadline, GrpcJsClient } from './grpc-js-client.mjs';
import { infrastructure } from './proto.mjs';
import { buy, refused, step } from './purchase.mjs';

const { grpc } = loadPackageDefinition(infrastructure);
const [gateway, catalog, cart, inventory, order] = process.argv.slice(2);
const services = { catalog, cart, inventory, order };

for (const [service, address] of Object.entries(services)) {
  await servesHealth(service, address);
  await reflects(service, address);
}

const stranger = new GrpcJsClient(services);
await refused(stranger, ['shop.cart.v1.CartService/GetCart', {}], 'UNAUTHENTICATED', 'TOKEN_MISSING');
stranger.close();

// Only the gateway makes guests.
const entrance = new GrpcJsClient({ cart: gateway });
await entrance.unary('shop.cart.v1.CartService/GetCart', {});
entrance.close();

const guest = new GrpcJsClient(services, entrance.token);
await buy(guest);
guest.close();

async function servesHealth(service, address) {
  const stub = new grpc.health.v1.Health(new URL(address).host, credentials.createInsecure());
  const answer = await new Promise((resolve, reject) =>
    stub.check({}, { deadline: deadline() }, (error, answer) => error ? reject(error) : resolve(answer)));
  assert.equal(answer.status, 'SERVING');
  step(`${service} is ${answer.status}`);
  stub.close();
}

async function reflects(service, address) {
  const stub = new grpc.reflection.v1.ServerReflection(new URL(address).host, credentials.createInsecure());
  const call = stub.serverReflectionInfo({ deadline: deadline() });
  call.end({ listServices: '' });
  for await (const answer of call) {
    const names = answer.listServicesResponse.service.map(({ name }) => name);
    assert.ok(names.some(name => name.startsWith(`shop.${service}.v1.`)), `${service} lists ${names}`);
    step(`${service} lists ${names.join(', ')}`);
  }
  stub.close();
}
