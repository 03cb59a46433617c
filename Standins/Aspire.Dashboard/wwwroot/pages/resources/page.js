import { choice, search, tabs, toggle } from '/js/controls.js';
import { remember } from '/js/app.js';
import { detailsPanel } from '/js/details.js';
import { add, h, replace } from '/js/dom.js';
import { showHidden, state, tone, watchResources } from '/js/state.js';
import { resourceDetails } from './details.js';
import { graph } from './graph.js';
import { parameters } from './parameters.js';
import { table } from './table.js';

const views = { table, graph, parameters };
const tones = [['', 'All states'], ['ok', 'Running, healthy'], ['error', 'Failed, unhealthy'], ['warn', 'Degraded'], ['busy', 'In between'], ['idle', 'Stopped']];

/** Resources: as a table, as a graph, and the parameters. */
export function show(root, _, query) {
  const filter = { text: query.get('text') ?? '', type: query.get('type') ?? '', tone: query.get('state') ?? '' };
  let selected = query.get('resource');
  const shownViews = [['table', 'Table'], state.application.hasGraph && ['graph', 'Graph'], ['parameters', 'Parameters']].filter(Boolean);
  let view = shownViews.some(([key]) => key === query.get('view')) ? query.get('view') : 'table';
  let current = null;
  const panel = detailsPanel(() => select(null));
  const main = h('div', { className: 'main' });
  const types = h('span', {});
  const hidden = toggle('eye', 'Hidden', state.showsHidden, showHidden);
  const filters = h('div', { className: 'chips' });
  const counts = h('div', { className: 'chips', 'aria-live': 'polite' });

  function select(id) {
    selected = id;
    remember({ resource: id });
    current?.select?.(id);
    if (id) update();
    else panel.hide();
  }

  function open() {
    current = views[view]({ select, selected: () => selected });
    replace(main, current.element);
    filters.classList.toggle('hidden', view === 'parameters');
    update();
  }

  function apply(changes) {
    Object.assign(filter, changes);
    remember({ text: filter.text, type: filter.type, state: filter.tone });
    update();
  }

  function update() {
    const processes = state.resources.filter(resource => resource.type !== 'Parameter');
    replace(types, choice('Type', [['', 'All types'], ...[...new Set(processes.map(r => r.type))].sort().map(type => [type, type])], filter.type, type => apply({ type })));
    hidden.classList.toggle('hidden', !state.all.some(resource => resource.isHidden));
    replace(counts, summary(processes));
    current.update(state.resources, resource => matches(resource, filter));
    const shown = state.resources.find(resource => resource.id === selected);
    if (shown) resourceDetails(panel, shown, select);
    else panel.hide();
  }

  add(filters, [search('Filter by name, source or address', filter.text, text => apply({ text })), types, choice('State', tones, filter.tone, value => apply({ tone: value })), hidden]);
  replace(root,
    h('div', { className: 'page-head' }, h('h1', {}, 'Resources'),
      tabs('View', shownViews, view, key => {
        view = key;
        remember({ view: key === 'table' ? null : key });
        open();
      }),
      h('span', { className: 'grow' }), counts, filters),
    h('div', { className: 'split' }, main, panel.element));
  open();
  const escape = event => event.key === 'Escape' && !event.target.closest('.menu, dialog') && select(null);
  addEventListener('keydown', escape);
  const stop = watchResources(update);
  return () => {
    removeEventListener('keydown', escape);
    stop();
    current?.dispose?.();
  };
}

function summary(resources) {
  const failed = resources.filter(resource => tone(resource) === 'error').length;
  const busy = resources.filter(resource => tone(resource) === 'busy').length;
  const healthy = resources.filter(resource => tone(resource) === 'ok').length;
  return [
    h('span', { className: 'badge ok' }, `${healthy} healthy`),
    busy > 0 && h('span', { className: 'badge info' }, `${busy} in between`),
    failed > 0 && h('span', { className: 'badge error' }, `${failed} failing`),
  ];
}

function matches(resource, filter) {
  const own = tone(resource);
  if (filter.type && resource.type !== filter.type) return false;
  if (filter.tone === 'idle' ? own !== '' : filter.tone && own !== filter.tone) return false;
  const text = filter.text.toLowerCase();
  return !text || [resource.id, resource.name, resource.source, resource.type, ...resource.urls.map(url => url.url)].some(value => value?.toLowerCase().includes(text));
}
