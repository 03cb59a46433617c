// A client of purchase.mjs on @grpc/grpc-js: native gRPC, without TLS.
import { credentials, loadPackageDefinition, Metadata, status } from '@grpc/grpc-js';
import { contracts } from './proto.mjs';

const { shop } = loadPackageDefinition(contracts);
const stubs = {
  catalog: shop.catalog.v1.CatalogService,
  cart: shop.cart.v1.CartService,
  inventory: shop.inventory.v1.InventoryService,
  order: shop.order.v1.OrderService,
};

export class GrpcJsClient {
  // The guest's token: given, or kept from the first answer that brings one.
  token;
  #stubs;

  // addresses: where each service answers, e.g. { catalog: 'http://localhost:5101', ... }.
  constructor(addresses, token) {
    this.token = token;
    this.#stubs = Object.fromEntries(Object.entries(addresses)
      .map(([service, address]) => [service, new stubs[service](new URL(address).host, credentials.createInsecure())]));
  }

  unary(method, request) {
    const { stub, rpc } = this.#rpcOf(method);
    return new Promise((resolve, reject) => {
      stub[rpc](request, this.#metadata(), { deadline: deadline() }, (error, answer) => error ? reject(error) : resolve(answer))
        .on('metadata', headers => { this.token ??= headers.get('shop-guest-token')[0]; });
    });
  }

  async *watch(method, request) {
    const { stub, rpc } = this.#rpcOf(method);
    const call = stub[rpc](request, this.#metadata(), { deadline: deadline() });
    try {
      yield* call;
    } finally {
      // Whoever hangs up is told CANCELLED, long after the loop has ended.
      call.on('error', () => {}).cancel();
    }
  }

  refusalOf(error) {
    return { code: status[error.code], details: error.metadata.get('grpc-status-details-bin')[0] };
  }

  close() {
    Object.values(this.#stubs).forEach(stub => stub.close());
  }

  #rpcOf(method) {
    const [service, rpc] = method.split('/');
    return { stub: this.#stubs[service.split('.')[1]], rpc };
  }

  #metadata() {
    const metadata = new Metadata();
    if (this.token) metadata.set('authorization', `Bearer ${this.token}`);
    return metadata;
  }
}

export function deadline() {
  return Date.now() + 30_000;
}
