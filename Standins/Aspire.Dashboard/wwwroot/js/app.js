import { get } from './api.js';
import { empty, iconButton } from './controls.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { connect, onConnection } from './live.js';
import { notifications, onNotifications } from './notifications.js';
import { dialog } from './overlays.js';
import { onPreference } from './preferences.js';
import { settings } from './settings.js';
import { followResources, state } from './state.js';

const pages = [
  { key: 'r', path: '/', match: /^\/$/, name: 'Resources', icon: 'resources', load: () => import('/pages/resources/page.js') },
  { key: 'o', path: '/overview', match: /^\/overview$/, name: 'Overview', icon: 'overview', load: () => import('/pages/overview/page.js') },
  { key: 'c', path: '/consolelogs', match: /^\/consolelogs(?:\/resource\/([^/]+))?$/, name: 'Console', icon: 'console', load: () => import('/pages/console/page.js') },
  { key: 's', path: '/structuredlogs', match: /^\/structuredlogs(?:\/resource\/([^/]+))?$/, name: 'Structured', icon: 'logs', load: () => import('/pages/logs/page.js') },
  { key: 't', path: '/traces', match: /^\/traces(?:\/resource\/([^/]+))?$/, name: 'Traces', icon: 'traces', load: () => import('/pages/traces/page.js') },
  { path: '/traces', match: /^\/traces\/detail\/([^/]+)$/, name: 'Trace', load: () => import('/pages/traces/detail.js') },
  { key: 'm', path: '/metrics', match: /^\/metrics(?:\/resource\/([^/]+)(?:\/meter\/([^/]+)\/instrument\/([^/]+))?)?$/, name: 'Metrics', icon: 'metrics', load: () => import('/pages/metrics/page.js') },
];

let dispose = null;
let shown = 0;
const nav = h('nav', { className: 'nav', 'aria-label': 'Pages' });
const main = h('main', { className: 'page', id: 'content', tabindex: '-1' });
const banner = h('div', { className: 'banner hidden', role: 'status' }, 'The app host does not answer. What you see is what was known last; it is updated as soon as the app host is back.');

/** Goes to another page, or to another state of the same. */
export function navigate(url, { replaceState = false } = {}) {
  history[replaceState ? 'replaceState' : 'pushState'](null, '', url);
  if (!replaceState) show();
}

/** Keeps what a page shows in the address, so that it can be passed on and comes back with Back. */
export function remember(values) {
  const parameters = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(values)) {
    if (value) parameters.set(key, value);
    else parameters.delete(key);
  }
  navigate(location.pathname + (parameters.size ? `?${parameters}` : ''), { replaceState: true });
}

async function show() {
  const page = pages.find(candidate => candidate.match.test(location.pathname));
  const turn = ++shown;
  dispose?.();
  dispose = null;
  for (const item of nav.children) {
    if (item.getAttribute('href') === page?.path) item.setAttribute('aria-current', 'page');
    else item.removeAttribute('aria-current');
  }
  document.title = `${page?.name ?? 'Not found'} – ${state.application.name}`;
  replace(main);
  if (!page) return replace(main, h('h1', {}, 'Not found'), empty('help', 'There is no such page', 'The address leads nowhere. The pages are on the left.'));
  try {
    const module = await page.load();
    if (turn === shown) dispose = module.show(main, page.match.exec(location.pathname).slice(1).map(part => part && decodeURIComponent(part)), new URLSearchParams(location.search)) ?? null;
  } catch (error) {
    console.error(error);
    if (turn === shown) replace(main, empty('warning', 'The page could not be shown', String(error.message)));
  }
}

function help() {
  const keys = [...pages.filter(page => page.key && page.icon).map(page => [page.key.toUpperCase(), page.name]), ['/', 'Search on this page'], ['↑ ↓', 'Move in a list'], ['Enter', 'Open what is selected'], ['Esc', 'Close what is open'], ['Shift S', 'Settings'], ['?', 'This list']];
  dialog('Keyboard', h('div', { className: 'keys' }, keys.map(([key, text]) => [h('div', {}, key.split(' ').map(k => h('kbd', {}, k))), h('div', {}, text)])));
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea, dialog')) return;
  const page = pages.find(candidate => candidate.key === event.key);
  if (page && [...nav.children].some(item => item.getAttribute('href') === page.path)) navigate(page.path);
  else if (event.key === '?') help();
  else if (event.key === 'S') settings();
  else if (event.key === '/') main.querySelector('[data-search]')?.focus();
  else return;
  event.preventDefault();
}

function onClick(event) {
  const target = event.target.closest('a[href^="/"]');
  if (!target || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || target.target || target.hasAttribute('download')) return;
  event.preventDefault();
  navigate(target.getAttribute('href'));
}

async function start() {
  state.application = await get('/api/application');
  const dot = h('span', { className: 'dot' });
  const live = h('span', {}, '');
  const unseen = h('span', { className: 'count hidden' });
  const bell = iconButton('bell', 'Notifications', notifications, { className: 'button quiet bell' });
  bell.append(unseen);
  replace(nav, pages.filter(page => page.icon && (page.path !== '/overview' || state.application.hasOverview)).map(page => h('a', { href: page.path }, icon(page.icon), page.name)));
  replace(document.body,
    h('a', { className: 'skip', href: '#content' }, 'Skip to the content'),
    h('div', { className: 'shell' },
      h('header', { className: 'topbar' }, h('img', { src: '/icon.svg', alt: '', width: 26, height: 26 }), h('span', { className: 'name' }, state.application.name), h('span', { className: 'grow' }),
        h('span', { className: 'connection' }, dot, live),
        bell, iconButton('help', 'Keyboard shortcuts (?)', help, { className: 'button quiet' }), iconButton('settings', 'Settings (Shift+S)', settings, { className: 'button quiet' })),
      nav, h('div', { style: { display: 'flex', 'flex-direction': 'column', 'min-width': '0', 'min-height': '0' } }, banner, main)));
  main.style.flex = '1';
  onConnection(connected => {
    dot.className = `dot ${connected ? 'ok' : 'warn'}`;
    live.textContent = connected ? 'Live' : 'Connecting';
  });
  let lost;
  onConnection(connected => {
    clearTimeout(lost);
    if (connected) banner.classList.add('hidden');
    else lost = setTimeout(() => banner.classList.remove('hidden'), 2000);
  });
  onNotifications(number => {
    unseen.textContent = number;
    unseen.classList.toggle('hidden', number === 0);
    bell.setAttribute('aria-label', number > 0 ? `Notifications (${number} new)` : 'Notifications');
  });
  onPreference(show);
  addEventListener('popstate', show);
  addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  connect();
  followResources();
  show();
}

start();
