// What the page does, with the clients that pages use: grpc-web and @connectrpc/connect-web. Types come from the contracts themselves.
import { create, createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import grpcWeb from 'grpc-web';

const { GrpcWebClientBase, MethodDescriptor, MethodType } = grpcWeb;

// All of it, from an origin that may: a value for what went well, the error's text for what did not.
export async function everything(gateway, admin) {
  const contracts = await load();
  const official = new Official(gateway, contracts);
  const connect = connectTo(gateway, contracts);
  const { products } = await connect.catalog.listProducts({ pageSize: 3 });
  const sku = products[0].variants[0].sku;
  return {
    grpcWebUnaryBinary: await outcome(async () => (await official.unary('binary', 'shop.catalog.v1.CatalogService', 'ListProducts', { pageSize: 2 })).products.length),
    grpcWebUnaryText: await outcome(async () => (await official.unary('text', 'shop.catalog.v1.CatalogService', 'ListProducts', { pageSize: 2 })).products.length),
    grpcWebStream: await outcome(async () => (await official.first('shop.inventory.v1.InventoryService', 'WatchStock', { skus: [sku] })).stock.sku === sku),
    grpcWebError: await outcome(() => official.unary('text', 'shop.catalog.v1.CatalogService', 'GetProduct', { key: { case: 'slug', value: 'no-such-thing' } })),
    connectUnary: await outcome(async () => (await connect.catalog.listProducts({ pageSize: 2 })).products.length),
    connectStream: await outcome(async () => (await firstOf(connect.inventory.watchStock({ skus: [sku] }))).stock.sku === sku),
    connectError: await outcome(() => connect.catalog.getProduct({ key: { case: 'slug', value: 'no-such-thing' } })),
    session: await session(connect, admin, sku),
  };
}

// The same from an origin that may not: nothing comes through, not even with the cookie of the other page.
export async function stranger(gateway) {
  const contracts = await load();
  const official = new Official(gateway, contracts);
  const connect = connectTo(gateway, contracts);
  return {
    grpcWebUnary: await outcome(() => official.unary('text', 'shop.catalog.v1.CatalogService', 'ListProducts', { pageSize: 2 })),
    connectUnary: await outcome(() => connect.catalog.listProducts({ pageSize: 2 })),
    connectStream: await outcome(() => firstOf(connect.catalog.watchProducts({}))),
    refresh: await outcome(() => connect.identity.refresh({ requestId: crypto.randomUUID() }, cookies)),
  };
}

const cookies = { headers: { 'shop-session': 'cookie' } };

// A guest's session and an administrator's, the refresh token in a cookie that the page never sees.
async function session({ identity, cart }, admin, sku) {
  const as = token => ({ headers: { authorization: `Bearer ${token}` } });
  const guest = await outcome(async () => (await identity.createGuestSession({ requestId: crypto.randomUUID() }, cookies)).session);
  if (typeof guest === 'string') {
    return guest;
  }

  const found = { guestTokenInBody: guest.refreshToken, cookieSeenByScript: document.cookie };
  await cart.addItem({ requestId: crypto.randomUUID(), sku, quantity: 1 }, as(guest.accessToken));
  const refreshed = (await identity.refresh({ requestId: crypto.randomUUID() }, cookies)).session;
  found.sameGuestAfterRefresh = refreshed.subjectId === guest.subjectId && refreshed.refreshToken === '';
  found.cartAfterRefresh = (await cart.getCart({}, as(refreshed.accessToken))).lines.length;
  const signedIn = (await identity.signIn({ requestId: crypto.randomUUID(), ...admin }, cookies)).session;
  found.signedInAs = signedIn.role;
  found.adminTokenInBody = signedIn.refreshToken;
  found.cartAfterSignIn = (await cart.getCart({}, as(signedIn.accessToken))).lines.some(line => line.sku === sku);
  found.withoutAToken = await outcome(() => cart.getCart({}, cookies));
  const again = (await identity.refresh({ requestId: crypto.randomUUID() }, cookies)).session;
  found.sameAdminAfterRefresh = again.subjectId === signedIn.subjectId;
  await identity.signOut({ requestId: crypto.randomUUID() }, cookies);
  found.refreshAfterSignOut = await outcome(() => identity.refresh({ requestId: crypto.randomUUID() }, cookies));
  // Somebody is signed in again when the stranger comes.
  await identity.createGuestSession({ requestId: crypto.randomUUID() }, cookies);
  return found;
}

function connectTo(gateway, contracts) {
  const transport = createGrpcWebTransport({ baseUrl: gateway, fetch: (input, init) => fetch(input, { ...init, credentials: 'include' }) });
  const client = name => createClient(contracts.getService(name), transport);
  return {
    catalog: client('shop.catalog.v1.CatalogService'),
    inventory: client('shop.inventory.v1.InventoryService'),
    cart: client('shop.cart.v1.CartService'),
    identity: client('shop.identity.v1.IdentityService'),
  };
}

class Official {
  #gateway;
  #contracts;

  constructor(gateway, contracts) {
    this.#gateway = new URL(gateway).origin;
    this.#contracts = contracts;
  }

  unary(format, service, name, request) {
    return new Promise((resolve, reject) => this.#client(format).rpcCall(...this.#call(service, name, request, MethodType.UNARY), (error, answer) => error ? reject(error) : resolve(answer)));
  }

  first(service, name, request) {
    const stream = this.#client('text').serverStreaming(...this.#call(service, name, request, MethodType.SERVER_STREAMING));
    return new Promise((resolve, reject) => stream.on('data', resolve).on('error', reject)).finally(() => stream.cancel());
  }

  #client(format) {
    return new GrpcWebClientBase({ format, withCredentials: true });
  }

  #call(service, name, request, type) {
    const { input, output } = this.#contracts.getService(service).methods.find(method => method.name === name);
    const descriptor = new MethodDescriptor(`/${service}/${name}`, type, Object, Object, message => toBinary(input, create(input, message)), bytes => fromBinary(output, bytes));
    return [`${this.#gateway}/${service}/${name}`, request, {}, descriptor];
  }
}

async function load() {
  const set = fromBinary(FileDescriptorSetSchema, new Uint8Array(await (await fetch('/contracts.binpb')).arrayBuffer()));
  return createFileRegistry(set);
}

async function firstOf(stream) {
  for await (const message of stream) {
    return message;
  }

  throw new Error('the stream ended');
}

async function outcome(call) {
  try {
    return await call();
  } catch (error) {
    return error instanceof ConnectError ? `error ${error.code}: ${error.rawMessage}` : `error ${error.code}: ${error.message}`;
  }
}
