// Buys something over gRPC-Web, as a page in a browser does: node grpc-web.mjs http://localhost:5080 binary|text
import { argv } from 'node:process';
import { GrpcWebClient } from './grpc-web-client.mjs';
import { buy } from './purchase.mjs';

const [gateway, format] = argv.slice(2);
await buy(new GrpcWebClient(gateway, format));
