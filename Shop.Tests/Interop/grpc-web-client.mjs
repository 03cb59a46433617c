// A client of purchase.mjs on grpc-web, the official client for browsers.
import { Readable } from 'node:stream';
import grpcWeb from 'grpc-web';
import BinaryXhr from 'xhr2';
import xmlhttprequest from 'xmlhttprequest';
import { contracts } from './proto.mjs';

const { GrpcWebClientBase, MethodDescriptor, MethodType, StatusCode } = grpcWeb;
// Node has no XMLHttpRequest, and of those on npm one reads bytes and another reads text while it still comes.
const xhrs = { binary: BinaryXhr, text: xmlhttprequest.XMLHttpRequest };

export class GrpcWebClient {
  // The guest's token, kept from the first answer that brings one.
  token;
  #gateway;
  #format;

  // format: how unary calls go, 'binary' (application/grpc-web+proto) or 'text' (application/grpc-web-text).
  constructor(gateway, format) {
    this.#gateway = new URL(gateway).origin;
    this.#format = format;
  }

  unary(method, request) {
    return new Promise((resolve, reject) => {
      const done = (error, answer) => error ? reject(error) : resolve(answer);
      this.#in(this.#format).rpcCall(...this.#call(method, request), done)
        .on('metadata', headers => { this.token ??= headers['shop-guest-token']; });
    });
  }

  // Always text: a browser can't read a binary answer before its end.
  watch(method, request) {
    const call = this.#in('text').serverStreaming(...this.#call(method, request));
    const answers = new Readable({
      objectMode: true,
      read() {},
      destroy(error, done) {
        call.cancel();
        done(error);
      },
    });
    call.on('data', answer => answers.push(answer)).on('error', error => answers.destroy(error)).on('end', () => answers.push(null));
    return answers;
  }

  refusalOf(error) {
    const [code] = Object.entries(StatusCode).find(([, number]) => number === error.code);
    return { code, details: Buffer.from(error.metadata['grpc-status-details-bin'], 'base64') };
  }

  #in(format) {
    // grpc-web takes the global one at the moment of a call.
    globalThis.XMLHttpRequest = xhrs[format];
    return new GrpcWebClientBase({ format });
  }

  #call(method, request) {
    const [service, rpc] = method.split('/');
    const { requestSerialize, responseDeserialize, responseStream } = contracts[service][rpc];
    const type = responseStream ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    const metadata = { deadline: String(Date.now() + 30_000), ...(this.token && { authorization: `Bearer ${this.token}` }) };
    return [`${this.#gateway}/${method}`, request, metadata, new MethodDescriptor(`/${method}`, type, Object, Object, requestSerialize, responseDeserialize)];
  }
}
