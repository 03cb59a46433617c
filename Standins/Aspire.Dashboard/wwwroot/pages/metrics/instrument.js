import { navigate, remember } from '/js/app.js';
import { chartView, classOf, hasExemplars, valueText } from '/js/chart.js';
import { button, choice, empty, manyChoice, tabs, toggle } from '/js/controls.js';
import { h, replace } from '/js/dom.js';
import { clock, measure, shortClock, unitName } from '/js/format.js';
import { subscribe } from '/js/live.js';
import { dialog } from '/js/overlays.js';

const shows = {
  Counter: [['rate', 'Rate per second'], ['count', 'Count'], ['value', 'Total']],
  Histogram: [['percentiles', 'P50, P90, P99'], ['average', 'Average'], ['rate', 'Rate per second'], ['count', 'Count'], ['p50', 'P50 only'], ['p90', 'P90 only'], ['p99', 'P99 only']],
};

/** One instrument: as a chart or a table, by the dimensions that are chosen. */
export function instrumentView(row, resource, duration, query, isPaused) {
  const chosen = { show: query.get('show') ?? '', groupBy: query.get('groupBy') ?? '', view: query.get('view') ?? 'chart' };
  const selected = new Map();
  let chart = null;
  let stop = null;
  const open = exemplar => navigate(`/traces/detail/${exemplar.traceId}?span=${exemplar.spanId}`);
  const drawing = chartView({ label: `${row.name} over time`, onExemplar: open });
  const legend = h('div', { className: 'legend' });
  const dimensions = h('div', { className: 'dimensions' });
  const body = h('div', { className: 'metric-body' });
  const grouping = h('span', {});
  const warning = h('p', { className: 'badge warn hidden' }, 'There are more combinations of values than are kept: some are missing here.');
  let shape = '';
  let onlyChanges = false;
  let isAsked = true;
  const traces = button('traces', '', () => exemplarDialog(chart, open));

  function listen() {
    stop?.();
    isAsked = true;
    // Several values of a dimension are one condition: one value a line.
    const filters = [...selected].flatMap(([key, values]) => values.size > 0 ? [[key, 'in', [...values].join('\n')]] : []);
    stop = subscribe('chart', { resource, meter: row.meter, instrument: row.name, duration, show: chosen.show, groupBy: chosen.groupBy, filters: filters.length > 0 ? JSON.stringify(filters) : '' }, next => {
      // A pause holds what is seen, not what is asked anew.
      if (isPaused() && chart && !isAsked) return;
      isAsked = false;
      chart = next;
      draw();
    });
  }
  function apply(changes) {
    Object.assign(chosen, changes);
    remember({ show: chosen.show, groupBy: chosen.groupBy, view: chosen.view === 'chart' ? '' : chosen.view });
    listen();
  }
  function draw() {
    if (!chart) return replace(body, empty('metrics', 'Nothing was measured yet', 'The instrument is known, but no value has come.'));
    const next = JSON.stringify(chart.dimensions);
    if (next !== shape) controls();
    shape = next;
    warning.classList.toggle('hidden', !chart.hasOverflow);
    changes.classList.toggle('hidden', chosen.view !== 'table');
    traces.classList.toggle('hidden', !hasExemplars(chart));
    traces.lastChild.textContent = `Exemplars (${chart.exemplars.length})`;
    if (chosen.view === 'table') return drawTable();
    if (!drawing.element.isConnected) replace(body, drawing.element, legend);
    drawing.set(chart);
    replace(legend, chart.lines.map(line => h('button', { className: drawing.hidden.has(line.name) ? 'off' : '', 'aria-pressed': String(!drawing.hidden.has(line.name)), onclick: event => event.currentTarget.classList.toggle('off', !drawing.toggle(line.name)) },
      h('span', { className: `swatch ${classOf(chart, line)}` }), line.name || row.name, ' ', h('strong', { className: 'number' }, valueText(chart, line.values.findLast(value => value !== null))))));
  }
  // The place that was scrolled to survives the next values.
  function drawTable() {
    const top = body.querySelector('.metric-table')?.scrollTop ?? 0;
    replace(body, table(chart, onlyChanges));
    body.firstChild.scrollTop = top;
  }
  function controls() {
    replace(grouping, choice('Lines', [['', 'All together'], ...chart.dimensions.map(d => [d.key, `By ${d.key}`])], chosen.groupBy, groupBy => apply({ groupBy })));
    replace(dimensions, chart.dimensions.filter(d => d.values.length > 0).map(d => {
      if (!selected.has(d.key)) selected.set(d.key, new Set());
      return h('div', {}, h('span', { className: 'muted' }, d.key), manyChoice(d.key, d.values, selected.get(d.key), listen));
    }));
  }
  const kinds = shows[row.kind];
  const changes = toggle(null, 'Only changes', false, value => { onlyChanges = value; draw(); });
  const element = h('div', { className: 'instrument' },
    h('div', { className: 'instrument-head' },
      h('div', { className: 'instrument-name' }, h('h2', {}, row.name), h('p', { className: 'muted' }, row.description || `${row.kind} of ${row.meter}`, row.unit && unitName(row.unit) && ` Unit: ${unitName(row.unit)}.`)),
      h('div', { className: 'chips' }, traces, changes, kinds && choice('Show', kinds, chosen.show || kinds[0][0], show => apply({ show })), grouping,
        tabs('View', [['chart', 'Chart'], ['table', 'Table']], chosen.view, view => { chosen.view = view; remember({ view: view === 'chart' ? '' : view }); draw(); }))),
    dimensions, warning, body);
  for (const control of [traces, changes]) control.classList.add('hidden');
  listen();
  return { of: row.name, element, dispose: () => stop(), setDuration(value) { duration = value; listen(); } };
}

function table(chart, onlyChanges) {
  const all = Array.from({ length: chart.lines[0]?.values.length ?? 0 }, (_, index) => index);
  const rows = (onlyChanges ? all.filter(index => chart.lines.some(line => line.values[index] !== (line.values[index - 1] ?? null))) : all).reverse();
  return h('div', { className: 'metric-table', tabindex: '0', role: 'region', 'aria-label': 'Values' }, h('table', {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Time'), chart.lines.map(line => h('th', { scope: 'col' }, line.name || 'Value')))),
    h('tbody', {}, rows.map(index => h('tr', {}, h('td', { className: 'number muted' }, shortClock(chart.start + index * chart.step)), chart.lines.map(line => h('td', { className: 'number' }, valueText(chart, line.values[index]))))))));
}

// The slowest first: for them one looks at exemplars.
async function exemplarDialog(chart, open) {
  let chosen = null;
  const rows = [...chart.exemplars].sort((left, right) => right.value - left.value);
  const list = h('div', { className: 'metric-table exemplars', tabindex: '0', role: 'region', 'aria-label': 'Exemplars' }, h('table', {},
    h('thead', {}, h('tr', {}, ['Value', 'Time', 'Resource', 'Trace'].map(title => h('th', { scope: 'col' }, title)))),
    h('tbody', {}, rows.map(exemplar => h('tr', {}, h('td', { className: 'number' }, measure(exemplar.value, chart.unit)), h('td', { className: 'number muted' }, clock(exemplar.time)), h('td', {}, exemplar.resource),
      h('td', {}, h('button', { className: 'text-button mono', onclick: event => { chosen = exemplar; event.target.closest('dialog').close(); } }, exemplar.traceId.slice(0, 7))))))));
  await dialog(`Exemplars of ${chart.instrument}`, list);
  if (chosen) open(chosen);
}
