// Somebody else's end of OTLP: gRPC for Node takes the calls, and OpenTelemetry's own package, generated from the protos of OTLP, reads
// what is in them. By hand: node otlp-receiver.mjs, then a service or an AppHost with OTEL_EXPORTER_OTLP_ENDPOINT set to what it prints.
//
// It ends when its input does, and then prints what has come, as JSON: { traces, logs, metrics }, each the resource entries of the
// requests as OTLP's JSON has them: ids in hexadecimal, 64-bit numbers as texts.
import { createRequire } from 'node:module';
import { Server, ServerCredentials } from '@grpc/grpc-js';

const { collector } = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root.js').opentelemetry.proto;
const ids = ['traceId', 'spanId', 'parentSpanId'];
const received = { traces: [], logs: [], metrics: [] };

const server = new Server({ 'grpc.max_receive_message_length': -1 });
take('traces', collector.trace.v1, 'Trace', 'resourceSpans');
take('logs', collector.logs.v1, 'Logs', 'resourceLogs');
take('metrics', collector.metrics.v1, 'Metrics', 'resourceMetrics');
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`http://127.0.0.1:${port}`);
});
process.stdin.on('end', () => {
  process.stdout.write(JSON.stringify(received));
  server.forceShutdown();
}).resume();

function take(signal, messages, name, entries) {
  const request = messages[`Export${name}ServiceRequest`];
  const response = messages[`Export${name}ServiceResponse`];
  const method = {
    path: `/opentelemetry.proto.collector.${signal === 'traces' ? 'trace' : signal}.v1.${name}Service/Export`,
    requestStream: false,
    responseStream: false,
    requestDeserialize: bytes => request.decode(bytes),
    responseSerialize: message => Buffer.from(response.encode(message).finish()),
  };
  server.addService({ Export: method }, {
    Export(call, answer) {
      received[signal].push(...inJson(request.toObject(call.request, { longs: String, bytes: Uint8Array }))[entries] ?? []);
      answer(null, response.create({}));
    },
  });
}

// Like OTLP's JSON: an id is hexadecimal, other bytes are Base64.
function inJson(value, key) {
  if (ArrayBuffer.isView(value)) return Buffer.from(value).toString(ids.includes(key) ? 'hex' : 'base64');
  if (Array.isArray(value)) return value.map(item => inJson(item));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inJson(item, name)]));
  return value;
}
