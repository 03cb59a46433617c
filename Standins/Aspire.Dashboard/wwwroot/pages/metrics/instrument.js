import { navigate, remember } from '/js/app.js';
import { chartView, classOf, valueText } from '/js/chart.js';
import { choice, empty, tabs } from '/js/controls.js';
import { h, replace } from '/js/dom.js';
import { clock, unitName } from '/js/format.js';
import { subscribe } from '/js/live.js';

const shows = {
  Counter: [['rate', 'Rate per second'], ['count', 'Count'], ['value', 'Total']],
  Histogram: [['percentiles', 'P50, P90, P99'], ['average', 'Average'], ['rate', 'Rate per second'], ['count', 'Count'], ['p50', 'P50 only'], ['p90', 'P90 only'], ['p99', 'P99 only']],
};

/** One instrument: as a chart or a table, by the dimensions that are chosen. */
export function instrumentView(row, resource, duration, query) {
  const chosen = { show: query.get('show') ?? '', groupBy: query.get('groupBy') ?? '', view: query.get('view') ?? 'chart' };
  const selected = new Map();
  let chart = null;
  let stop = null;
  const drawing = chartView({ height: 380, label: `${row.name} over time`, onExemplar: exemplar => navigate(`/traces/detail/${exemplar.traceId}?span=${exemplar.spanId}`) });
  const legend = h('div', { className: 'legend' });
  const dimensions = h('div', { className: 'dimensions' });
  const body = h('div', { className: 'metric-body' });
  const grouping = h('span', {});
  const warning = h('p', { className: 'badge warn hidden' }, 'There are more combinations of values than are kept: some are missing here.');
  let shape = '';

  function listen() {
    stop?.();
    const filters = [...selected].flatMap(([key, values]) => values.size === 1 ? [[key, '=', [...values][0]]] : []);
    stop = subscribe('chart', { resource, meter: row.meter, instrument: row.name, duration, show: chosen.show, groupBy: chosen.groupBy, filters: filters.length > 0 ? JSON.stringify(filters) : '' }, next => {
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
    if (chosen.view === 'table') return replace(body, table(chart));
    if (!drawing.element.isConnected) replace(body, drawing.element, legend);
    drawing.set(chart);
    replace(legend, chart.lines.map(line => h('button', { className: drawing.hidden.has(line.name) ? 'off' : '', 'aria-pressed': String(!drawing.hidden.has(line.name)), onclick: event => event.currentTarget.classList.toggle('off', !drawing.toggle(line.name)) },
      h('span', { className: `swatch ${classOf(chart, line)}` }), line.name || row.name, ' ', h('strong', { className: 'number' }, valueText(chart, line.values.findLast(value => value !== null))))));
  }
  function controls() {
    replace(grouping, choice('Lines', [['', 'All together'], ...chart.dimensions.map(d => [d.key, `By ${d.key}`])], chosen.groupBy, groupBy => apply({ groupBy })));
    replace(dimensions, chart.dimensions.filter(d => d.values.length > 0).map(d => h('label', {}, h('span', { className: 'muted' }, d.key), choice(d.key, [['', `All (${d.values.length})`], ...d.values.map(value => [value, value || '(empty)'])], [...(selected.get(d.key) ?? [])][0] ?? '', value => {
      selected.set(d.key, new Set(value ? [value] : []));
      listen();
    }))));
  }
  const kinds = shows[row.kind];
  const element = h('div', { className: 'instrument' },
    h('div', { className: 'page-head' }, h('div', {}, h('h2', {}, row.name), h('p', { className: 'muted' }, row.description || `${row.kind} of ${row.meter}`, row.unit && ` Unit: ${unitName(row.unit)}.`)), h('span', { className: 'grow' }),
      kinds && choice('Show', kinds, chosen.show || kinds[0][0], show => apply({ show })), grouping,
      tabs('View', [['chart', 'Chart'], ['table', 'Table']], chosen.view, view => { chosen.view = view; remember({ view: view === 'chart' ? '' : view }); draw(); })),
    dimensions, warning, body);
  listen();
  return { of: row.name, element, dispose: () => stop(), setDuration(value) { duration = value; listen(); } };
}

function table(chart) {
  const rows = Array.from({ length: chart.lines[0]?.values.length ?? 0 }, (_, index) => index).reverse();
  return h('div', { className: 'metric-table', tabindex: '0', role: 'region', 'aria-label': 'Values' }, h('table', {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Time'), chart.lines.map(line => h('th', { scope: 'col' }, line.name || 'Value')))),
    h('tbody', {}, rows.map(index => h('tr', {}, h('td', { className: 'number muted' }, clock(chart.start + index * chart.step).slice(0, 8)), chart.lines.map(line => h('td', { className: 'number' }, valueText(chart, line.values[index]))))))));
}
