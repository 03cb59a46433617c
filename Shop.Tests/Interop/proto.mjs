// The contracts of the repository, read by the stock loader of gRPC for Node, and the details that its errors carry.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync } from '@grpc/proto-loader';

const protos = fileURLToPath(new URL('../../Protos', import.meta.url));
const options = { longs: Number, enums: String, defaults: true };

// Messages and services by full name, e.g. contracts['shop.order.v1.OrderService'].PlaceOrder.
export const contracts = loadSync(
  ['shop', 'google'].flatMap(folder => readdirSync(join(protos, folder), { recursive: true })
    .filter(file => file.endsWith('.proto'))
    .map(file => join(folder, file))),
  { ...options, includeDirs: [protos] });

// What every server of the shop offers besides, as the packages of gRPC itself describe it.
export const infrastructure = loadSync(
  [fileOf('grpc-health-check', 'proto/health/v1/health.proto'), fileOf('@grpc/reflection', 'build/proto/grpc/reflection/v1/reflection.proto')],
  options);

// The google.rpc.ErrorInfo in the bytes of a grpc-status-details-bin.
export function errorInfoOf(details) {
  const status = contracts['google.rpc.Status'].deserialize(details);
  const info = status.details.find(any => any.type_url.endsWith('/google.rpc.ErrorInfo'));
  return contracts['google.rpc.ErrorInfo'].deserialize(info.value);
}

function fileOf(packageName, file) {
  return join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), file);
}
