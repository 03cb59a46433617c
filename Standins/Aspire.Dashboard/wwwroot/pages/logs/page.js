import { navigate, remember } from '/js/app.js';
import { choice, empty, iconButton, search, toggle } from '/js/controls.js';
import { detailsPanel } from '/js/details.js';
import { h, replace } from '/js/dom.js';
import { filterBar } from '/js/filters.js';
import { clock, clockWidth, colourClass, count, counted } from '/js/format.js';
import { icon } from '/js/icons.js';
import { VirtualList } from '/js/list.js';
import { subscribe } from '/js/live.js';
import { telemetryChoices, watchResources } from '/js/state.js';
import { logDetails } from './details.js';

const mostRows = 10000;
const levels = [['', 'All levels'], ['Debug', 'Debug and above'], ['Information', 'Information and above'], ['Warning', 'Warning and above'], ['Error', 'Error and above'], ['Critical', 'Critical']];
const columns = () => [
  { title: 'Resource', width: '130px' },
  { title: 'Level', width: '88px' },
  { title: 'Time', width: clockWidth() },
  { title: 'Message', width: 'minmax(320px, 1fr)' },
  { title: 'Trace', width: '76px' },
];

/** The structured logs, as they come. */
export function show(root, [resource], query) {
  const filter = { level: query.get('level') ?? '', text: query.get('text') ?? '', traceId: query.get('traceId') ?? '' };
  let entries = [];
  let held = [];
  let isPaused = false;
  let stop = null;
  const counter = h('span', { className: 'muted number', 'aria-live': 'off' });
  const panel = detailsPanel(() => { list.selectedKey = null; list.draw(); });
  const bar = filterBar('logs', query.get('filters'), (all) => { remember({ filters: all }); listen(); });
  const list = new VirtualList({ label: 'Structured logs', columns: columns(), keyOf: entry => entry.number, row, follow: true,
    onSelect: entry => logDetails(panel, entry.number, bar),
    empty: () => isFiltered() ? empty('filter', 'No log entry matches', 'Change or clear the filters to see more.') : empty('logs', 'No structured logs yet', 'Entries appear here as soon as a resource sends some by OTLP.') });
  const chooser = h('span', {});

  const isFiltered = () => Boolean(resource || filter.level || filter.text || filter.traceId || bar.query);

  function draw() {
    list.set(entries);
    replace(counter, counted(entries.length, 'entry', 'entries'), held.length > 0 && `, ${count(held.length)} wait`);
  }
  function listen() {
    stop?.();
    stop = subscribe('logs', { resource, ...filter, filters: bar.query }, batch => {
      if (batch.isFirst) [entries, held] = [batch.entries, []];
      else if (isPaused) held = held.concat(batch.entries).slice(-mostRows);
      else entries = entries.concat(batch.entries).slice(-mostRows);
      entries.sort((left, right) => left.time - right.time);
      draw();
    });
  }
  function apply(changes) {
    Object.assign(filter, changes);
    remember(filter);
    listen();
  }
  function pause(value) {
    isPaused = value;
    if (!value) {
      entries = entries.concat(held).slice(-mostRows);
      held = [];
    }
    draw();
  }

  const resources = () => replace(chooser, choice('Resource', [['', '(All)'], ...telemetryChoices()], resource, name => navigate((name ? `/structuredlogs/resource/${encodeURIComponent(name)}` : '/structuredlogs') + location.search)));
  replace(root,
    h('div', { className: 'page-head' }, h('h1', {}, 'Structured logs'), chooser, choice('Level', levels, filter.level, level => apply({ level })), h('span', { className: 'grow' }), counter,
      search('Filter messages', filter.text, text => apply({ text })), toggle('pause', 'Pause', false, pause), iconButton('clear', 'Clear what is shown', () => { entries = []; held = []; draw(); })),
    h('div', { className: 'chips' }, bar.element, filter.traceId && h('span', { className: 'chip' }, h('span', {}, `trace = ${filter.traceId.slice(0, 7)}`), h('button', { 'aria-label': 'Remove the trace', onclick: event => { event.currentTarget.parentElement.remove(); apply({ traceId: '' }); } }, icon('close')))),
    h('div', { className: 'split' }, h('div', { className: 'main' }, list.shell), panel.element));
  const stopResources = watchResources(resources);
  resources();
  draw();
  listen();
  if (query.get('entry')) logDetails(panel, query.get('entry'), bar);
  const escape = event => event.key === 'Escape' && !event.target.closest('.menu, dialog') && panel.hide();
  addEventListener('keydown', escape);
  return () => {
    stop();
    stopResources();
    removeEventListener('keydown', escape);
  };
}

function row(entry) {
  const tone = { Warning: 'warn', Error: 'error', Critical: 'error' }[entry.level] ?? '';
  return h('div', { className: tone },
    h('div', { className: colourClass(entry.resource) }, h('span', { className: 'swatch' }), entry.resource),
    h('div', { className: `level ${entry.level}` }, entry.level),
    h('div', { className: 'number muted', title: clock(entry.time, true) }, clock(entry.time)),
    h('div', { title: entry.message }, entry.hasException && h('span', { className: 'badge error', title: 'Has an exception' }, 'exception'), entry.hasException && ' ', entry.message),
    h('div', { className: 'mono' }, entry.traceId && h('a', { href: `/traces/detail/${entry.traceId}${entry.spanId ? `?span=${entry.spanId}` : ''}` }, entry.traceId.slice(0, 7))));
}
