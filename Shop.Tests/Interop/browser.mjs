// Opens a page of another origin in headless Chromium and has it call the shop:
//   node browser.mjs http://localhost:5080 contracts.binpb http://localhost:5173 [http://localhost:5174]
// with the contracts as a FileDescriptorSet, the page's origin (which the gateway lists), and one that it does not list.
// It prints what the page found, as JSON.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';

const [gateway, contracts, allowed, other] = argv.slice(2);
const chromium = env.CHROMIUM ?? '/usr/bin/chromium';

const bundle = await build({ entryPoints: [new URL('browser-page.mjs', import.meta.url).pathname], bundle: true, format: 'iife', globalName: 'shop', platform: 'browser', write: false });
const files = {
  '/': ['text/html', '<!doctype html><title>A page of another origin</title><script src="/page.js"></script>'],
  '/page.js': ['text/javascript', bundle.outputFiles[0].contents],
  '/contracts.binpb': ['application/octet-stream', readFileSync(contracts)],
};

const profile = mkdtempSync(join(tmpdir(), 'shop-chromium-'));
const servers = await Promise.all([allowed, other].filter(Boolean).map(serve));
// The background services of a browser look for hosts that are not there.
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const found = { allowed: await runAt(allowed, 'everything') };
  if (other) {
    found.other = await runAt(other, 'stranger');
  }

  console.log(JSON.stringify(found, null, 2));
} finally {
  await browser.close();
  servers.forEach(server => server.close());
  rmSync(profile, { recursive: true, force: true });
}

async function runAt(origin, what) {
  const page = await browser.newPage();
  page.on('console', message => console.error(`page: ${message.text()}`));
  await page.goto(origin);
  const found = await page.evaluate((name, address, admin) => shop[name](address, admin), what, gateway, { email: env.SHOP_ADMIN_EMAIL, password: env.SHOP_ADMIN_PASSWORD });
  found.cookiesOfTheBrowser = (await browser.cookies()).map(({ name, path, httpOnly, sameSite }) => ({ name, path, httpOnly, sameSite }));
  await page.close();
  return found;
}

function serve(origin) {
  const server = createServer((request, response) => {
    const [type, body] = files[request.url] ?? ['text/plain', ''];
    response.writeHead(files[request.url] ? 200 : 404, { 'content-type': type }).end(body);
  });
  return new Promise(resolve => server.listen(new URL(origin).port, 'localhost', () => resolve(server)));
}
