import { chartView, classOf, valueText } from '/js/chart.js';
import { choice, empty } from '/js/controls.js';
import { h, replace } from '/js/dom.js';
import { subscribe } from '/js/live.js';
import { remember } from '/js/app.js';
import { state } from '/js/state.js';
import { ranges } from '/pages/metrics/page.js';

/** How it goes at a glance: the tiles that the app host's dashboard.json declares. */
export function show(root, _, query) {
  let duration = query.get('duration') ?? '300';
  let stop = null;
  const views = new Map();
  const grid = h('div', { className: 'tiles' });

  function receive(tiles) {
    if (tiles.length === 0) return replace(grid, empty('overview', 'No tiles', 'dashboard.json in the folder of the app host declares none, or cannot be read.'));
    const keys = tiles.map(entry => entry.tile.title);
    for (const [index, entry] of tiles.entries()) {
      if (!views.has(keys[index])) views.set(keys[index], tileView(entry.tile));
      views.get(keys[index]).set(entry.chart);
    }
    const elements = keys.map(key => views.get(key).element);
    if (elements.length !== grid.children.length || elements.some((element, index) => grid.children[index] !== element)) replace(grid, elements);
  }
  function listen() {
    stop?.();
    stop = subscribe('overview', { duration }, receive);
  }
  replace(root, h('div', { className: 'page-head' }, h('h1', {}, state.application.overview ?? 'Overview'), h('span', { className: 'grow' }), choice('Time range', ranges.slice(0, 5), duration, value => { duration = value; remember({ duration: value }); listen(); })),
    h('div', { className: 'tiles-host', tabindex: '0', role: 'region', 'aria-label': 'Overview' }, grid));
  replace(grid, h('div', { className: 'empty muted' }, 'Loading…'));
  listen();
  return () => stop();
}

function tileView(tile) {
  const drawing = chartView({ height: tile.size === 'wide' ? 104 : 54, compact: true, label: `${tile.title} over time` });
  const value = h('div', { className: 'tile-value number' }, '–');
  const legend = h('div', { className: 'tile-legend' });
  const element = h('section', { className: `tile ${tile.size ?? ''}`, 'aria-label': tile.title },
    h('div', { className: 'tile-head' }, h('h2', {}, tile.title), value), drawing.element, legend, tile.note && h('p', { className: 'muted' }, tile.note));
  return {
    element,
    set(chart) {
      const isIdle = !chart || !chart.lines.some(line => line.values.some(value => value !== null));
      element.classList.toggle('idle', isIdle);
      if (isIdle) {
        drawing.set(null);
        replace(legend);
      }
      if (isIdle) return replace(value, h('span', { className: 'muted tile-idle' }, ['count', 'rate'].includes(tile.show) ? 'none yet' : 'not measured yet'));
      const now = chart.lines.map(line => headline(chart, line));
      const known = now.filter(number => number !== null);
      const sum = known.length > 0 ? known.reduce((total, number) => total + number, 0) : null;
      const isBad = tile.warn !== null && tile.warn !== undefined && sum !== null && sum >= tile.warn;
      element.classList.toggle('bad', isBad);
      const single = chart.lines.length === 1;
      replace(value, single || isAdditive(chart) ? valueText(chart, sum) : '', isBad && h('span', { className: 'visually-hidden' }, ' (too high)'));
      replace(legend, single ? [] : chart.lines.map((line, index) => h('span', {}, h('span', { className: `swatch ${classOf(chart, line)}` }), `${line.name} `, h('strong', { className: 'number' }, valueText(chart, now[index])))));
      drawing.set(chart);
    },
  };
}

const isAdditive = chart => ['rate', 'count', 'value'].includes(chart.shows);

// A count is of the whole time that is shown, a rate its mean over the last seconds; a value or percentile is the last there is.
function headline(chart, line) {
  const known = line.values.filter(value => value !== null);
  if (known.length === 0) return null;
  if (chart.shows === 'count') return known.reduce((sum, value) => sum + value, 0);
  if (chart.shows !== 'rate') return known.at(-1);
  const last = known.slice(-5);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}
