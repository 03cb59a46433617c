// Buys something through the gateway's native endpoint: node grpc-js.mjs http://localhost:5081
import { GrpcJsClient } from './grpc-js-client.mjs';
import { buy } from './purchase.mjs';

const [gateway] = process.argv.slice(2);
const client = new GrpcJsClient({ catalog: gateway, cart: gateway, inventory: gateway, order: gateway });
await buy(client);
client.close();
