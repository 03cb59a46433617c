import { navigate, remember } from '/js/app.js';
import { choice, empty, iconButton, search, toggle } from '/js/controls.js';
import { h, replace } from '/js/dom.js';
import { filterBar } from '/js/filters.js';
import { clock, clockWidth, colourClass, count, counted, duration } from '/js/format.js';
import { VirtualList } from '/js/list.js';
import { subscribe } from '/js/live.js';
import { telemetryChoices, watchResources } from '/js/state.js';

const mostRows = 10000;
const types = [['', 'All types'], ['http', 'HTTP'], ['rpc', 'RPC'], ['database', 'Database'], ['messaging', 'Messaging'], ['genai', 'GenAI'], ['cloud', 'Cloud'], ['other', 'Other']];
const columns = () => [
  { title: 'Time', width: clockWidth() },
  { title: 'Name', width: 'minmax(240px, 1.6fr)' },
  { title: 'Spans', width: 'minmax(240px, 1.9fr)' },
  { title: 'Duration', width: 'minmax(130px, .5fr)' },
];

/** The traces, newest first, as they come and grow. */
export function show(root, [resource], query) {
  const filter = { text: query.get('text') ?? '', type: query.get('type') ?? '', hasError: query.get('hasError') ?? '' };
  let traces = new Map();
  let held = new Map();
  let isPaused = false;
  let longest = 1;
  let stop = null;
  let total = 0;
  const counter = h('span', { className: 'muted number' });
  const bar = filterBar('traces', query.get('filters'), all => { remember({ filters: all }); listen(); });
  const list = new VirtualList({ label: 'Traces', columns: columns(), keyOf: trace => trace.id, row: trace => row(trace, longest), opensByEnter: true, onSelect: trace => navigate(`/traces/detail/${trace.id}`),
    empty: () => resource || filter.text || filter.type || filter.hasError || bar.query ? empty('filter', 'No trace matches', 'Change or clear the filters to see more.') : empty('traces', 'No traces yet', 'Traces appear here as soon as a resource sends some by OTLP.') });
  const chooser = h('span', {});

  function draw() {
    const shown = [...traces.values()].sort((left, right) => right.start - left.start).slice(0, mostRows);
    // A single slow trace must not make all others look alike: the bars are drawn against what one in twenty exceeds.
    const sorted = shown.map(trace => trace.duration).sort((left, right) => left - right);
    longest = Math.max(1, sorted[Math.floor(sorted.length * .95)] ?? 1);
    list.set(shown);
    replace(counter, `${counted(shown.length, 'trace')}${total > shown.length ? ` of ${count(total)}` : ''}`, held.size > 0 && `, ${count(held.size)} wait`);
  }
  function listen() {
    stop?.();
    stop = subscribe('traces', { resource, ...filter, filters: bar.query }, batch => {
      if (batch.isFirst) [traces, held] = [new Map(), new Map()];
      total = batch.total;
      const target = isPaused && !batch.isFirst ? held : traces;
      for (const trace of batch.traces) target.set(trace.id, trace);
      if (target.size > mostRows) for (const trace of [...target.values()].sort((left, right) => left.start - right.start).slice(0, target.size - mostRows)) target.delete(trace.id);
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
    if (!value) for (const [id, trace] of held) traces.set(id, trace);
    if (!value) held = new Map();
    draw();
  }

  const resources = () => replace(chooser, choice('Resource', [['', '(All)'], ...telemetryChoices()], resource, name => navigate((name ? `/traces/resource/${encodeURIComponent(name)}` : '/traces') + location.search)));
  replace(root,
    h('div', { className: 'page-head' }, h('h1', {}, 'Traces'), chooser, choice('Span type', types, filter.type, type => apply({ type })),
      toggle('warning', 'With errors', filter.hasError === 'true', value => apply({ hasError: value ? 'true' : '' })), h('span', { className: 'grow' }), counter,
      search('Name of a span, or trace id', filter.text, text => apply({ text })), toggle('pause', 'Pause', false, pause), iconButton('clear', 'Clear what is shown', () => { traces = new Map(); held = new Map(); draw(); })),
    bar.element, list.shell);
  const stopResources = watchResources(resources);
  resources();
  draw();
  listen();
  return () => {
    stop();
    stopResources();
  };
}

function row(trace, longest) {
  const share = Math.min(1, trace.duration / longest);
  return h('div', { className: trace.errors > 0 ? 'error' : '' },
    h('div', { className: 'number muted', title: clock(trace.start, true) }, clock(trace.start)),
    h('div', { title: `${trace.resource}: ${trace.name}` }, h('a', { href: `/traces/detail/${trace.id}`, className: 'plain' }, h('span', { className: 'muted' }, `${trace.resource}: `), trace.name), ' ', h('span', { className: 'mono muted' }, trace.id.slice(0, 7))),
    h('div', { className: 'shares', title: trace.shares.map(part => `${part.resource} (${part.spans})`).join(', ') }, trace.shares.map(part => h('span', { className: `share ${colourClass(part.resource)} ${part.errors > 0 ? 'failed' : ''}`, title: `${part.resource}: ${part.spans} spans${part.errors > 0 ? `, ${part.errors} failed` : ''}` }, h('span', { className: 'swatch' }), `${part.resource} (${part.spans})`))),
    h('div', { className: 'duration number' }, h('span', {}, duration(trace.duration)), h('span', { className: 'bar', style: { width: `${(share * 100).toFixed(1)}%` } })));
}
