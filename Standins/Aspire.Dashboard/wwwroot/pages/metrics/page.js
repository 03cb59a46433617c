import { navigate, remember } from '/js/app.js';
import { post, query as queryOf } from '/js/api.js';
import { choice, empty, iconButton, search, toggle } from '/js/controls.js';
import { h, replace } from '/js/dom.js';
import { subscribe } from '/js/live.js';
import { toast } from '/js/notifications.js';
import { confirm } from '/js/overlays.js';
import { telemetryChoices, watchResources } from '/js/state.js';
import { instrumentView } from './instrument.js';
import { tree } from './tree.js';

export const ranges = [['60', 'Last minute'], ['300', 'Last 5 minutes'], ['900', 'Last 15 minutes'], ['1800', 'Last 30 minutes'], ['3600', 'Last hour'], ['10800', 'Last 3 hours'], ['21600', 'Last 6 hours'], ['43200', 'Last 12 hours']];

/** The metrics: meters and their instruments on the left, the chosen one on the right. */
export function show(root, [resource, meter, instrument], query) {
  let instruments = null;
  let text = '';
  let duration = query.get('duration') ?? localStorage.getItem('dashboard.metrics.range') ?? '300';
  const chooser = h('span', {});
  const side = h('div', { className: 'metric-tree', role: 'navigation', 'aria-label': 'Instruments' });
  const main = h('div', { className: 'metric-main' });
  let view = null;
  let isPaused = false;
  let isRevealed = false;

  const resources = () => {
    const senders = [...new Set((instruments ?? []).map(row => row.service))];
    const known = telemetryChoices().filter(([name]) => senders.length === 0 || senders.some(service => name === service || name.startsWith(`${service}-`)));
    for (const service of senders) if (!known.some(([name]) => name === service)) known.push([service, service]);
    if (!resource && known.length > 0 && instruments?.length > 0) return navigateTo(senders.includes('gateway') ? 'gateway' : known[0][0]);
    replace(chooser, choice('Resource', known, resource, navigateTo));
  };
  const navigateTo = name => navigate(`/metrics/resource/${encodeURIComponent(name)}`);
  const own = () => (instruments ?? []).filter(row => row.service === resource || row.resource === resource);

  async function clear() {
    if (!await confirm(`Forget what was measured of ${resource}?`, 'Remove')) return;
    await post(`/api/telemetry/clear${queryOf({ resource, signal: 'metrics' })}`);
    toast(`What was measured of ${resource} was removed. It comes anew with the next export.`, 'ok');
  }
  function draw() {
    const rows = own();
    replace(side, tree(rows, text, { resource, meter, instrument }));
    const current = side.querySelector('[aria-current=true]');
    if (current && !isRevealed) current.scrollIntoView({ block: 'nearest' });
    isRevealed ||= Boolean(current);
    const row = rows.find(candidate => candidate.meter === meter && candidate.name === instrument);
    if (row && view?.of !== row.name) {
      view?.dispose();
      view = instrumentView(row, resource, duration, query, () => isPaused);
      replace(main, view.element);
    } else if (!row) {
      replace(main, rows.length === 0
        ? empty('metrics', 'No metrics yet', 'Instruments appear here as soon as the resource sends some by OTLP.')
        : empty('metrics', 'Choose an instrument', 'Meters and their instruments are on the left.'));
    }
  }
  replace(root,
    h('div', { className: 'page-head' }, h('h1', {}, 'Metrics'), chooser, h('span', { className: 'grow' }),
      choice('Time range', ranges, duration, value => {
        duration = value;
        localStorage.setItem('dashboard.metrics.range', value);
        remember({ duration: value });
        view?.setDuration(value);
      }),
      toggle('pause', 'Pause', false, value => { isPaused = value; }), iconButton('clear', 'Remove what was measured', clear)),
    h('div', { className: 'split metric-split' }, h('div', { className: 'panel metric-side' }, h('div', { className: 'metric-search' }, search('Filter instruments', '', value => { text = value; draw(); })), side), h('div', { className: 'panel metric-panel' }, main)));
  const stopResources = watchResources(resources);
  replace(main, h('div', { className: 'empty muted' }, 'Loading…'));
  const stop = subscribe('instruments', {}, rows => {
    instruments = rows;
    resources();
    draw();
  });
  return () => {
    stop();
    stopResources();
    view?.dispose();
  };
}
