import { h } from '/js/dom.js';

/** Meters with their instruments; an instrument that several processes measure stands there once. */
export function tree(rows, text, chosen) {
  const wanted = text.toLowerCase();
  const shown = [...new Map(rows.filter(row => !wanted || `${row.meter} ${row.name} ${row.description}`.toLowerCase().includes(wanted)).map(row => [`${row.meter} ${row.name}`, row])).values()];
  if (shown.length === 0) return h('p', { className: 'muted', style: { padding: '12px' } }, wanted ? 'No instrument matches.' : 'None yet.');
  return [...Map.groupBy(shown, row => row.meter)].map(([meter, instruments]) => h('details', { open: true, className: 'meter' },
    h('summary', { title: meter }, meter),
    h('ul', {}, instruments.map(row => h('li', {}, h('a', {
      href: `/metrics/resource/${encodeURIComponent(chosen.resource)}/meter/${encodeURIComponent(row.meter)}/instrument/${encodeURIComponent(row.name)}`,
      'aria-current': row.meter === chosen.meter && row.name === chosen.instrument ? 'true' : null, title: row.description,
    }, row.name))))));
}
