import { get, query } from './api.js';
import { button } from './controls.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { dialog } from './overlays.js';

const operators = [['=', 'equals'], ['!=', 'does not equal'], ['contains', 'contains'], ['!contains', 'does not contain'], ['>', 'greater than'], ['>=', 'at least'], ['<', 'less than'], ['<=', 'at most'], ['exists', 'exists'], ['!exists', 'does not exist']];

/** Any number of conditions on fields and attributes, each of which can be switched off, changed and removed. */
export function filterBar(signal, initial, onChange) {
  let filters = parse(initial);
  const chips = h('div', { className: 'chips' });
  const active = () => filters.filter(filter => !filter.off).map(({ field, operator, value }) => [field, operator, value]);

  function changed() {
    draw();
    onChange(filters.length > 0 ? JSON.stringify(filters.map(f => [f.field, f.operator, f.value, f.off ? 1 : 0])) : '', active().length > 0 ? JSON.stringify(active()) : '');
  }
  async function edit(filter) {
    const edited = await editor(signal, filter);
    if (!edited) return;
    if (filter) Object.assign(filter, edited);
    else filters.push(edited);
    changed();
  }
  function draw() {
    replace(chips, filters.map(filter => h('span', { className: `chip ${filter.off ? 'off' : ''}` },
      h('span', { title: text(filter) }, text(filter)),
      h('button', { title: filter.off ? 'Switch on' : 'Switch off', 'aria-label': `${filter.off ? 'Switch on' : 'Switch off'}: ${text(filter)}`, onclick: () => { filter.off = !filter.off; changed(); } }, icon(filter.off ? 'play' : 'pause')),
      h('button', { title: 'Change', 'aria-label': `Change: ${text(filter)}`, onclick: () => edit(filter) }, icon('settings')),
      h('button', { title: 'Remove', 'aria-label': `Remove: ${text(filter)}`, onclick: () => { filters = filters.filter(other => other !== filter); changed(); } }, icon('close')))),
    button('filter', 'Add filter', () => edit(null)));
  }
  draw();
  return { element: chips, get query() { return active().length > 0 ? JSON.stringify(active()) : ''; }, add(field, operator, value) { filters.push({ field, operator, value, off: false }); changed(); } };
}

function parse(json) {
  try {
    return JSON.parse(json || '[]').map(([field, operator, value, off]) => ({ field, operator, value, off: off === 1 }));
  } catch {
    return [];
  }
}

function text({ field, operator, value }) {
  const name = operators.find(([key]) => key === operator)?.[1] ?? operator;
  return operator.endsWith('exists') ? `${field} ${name}` : `${field} ${operator === '=' ? '=' : operator === '!=' ? '≠' : name} ${value}`;
}

const labelled = (name, control, ...more) => h('label', { className: 'dialog-row' }, h('span', { className: 'label' }, name), control, more);

async function editor(signal, filter) {
  const fields = await get(`/api/fields/${signal}`);
  const id = `fields-${signal}`;
  const field = h('input', { className: 'field', list: id, value: filter?.field ?? '', placeholder: 'Field or attribute', spellcheck: 'false', autocomplete: 'off' });
  const operator = h('select', { className: 'field' }, operators.map(([key, name]) => h('option', { value: key, selected: key === (filter?.operator ?? 'contains') }, name)));
  const value = h('input', { className: 'field', list: `${id}-values`, value: filter?.value ?? '', placeholder: 'Value', spellcheck: 'false', autocomplete: 'off' });
  const values = h('datalist', { id: `${id}-values` });
  // What the field's values were lately, to choose from.
  const offer = async () => {
    const wanted = field.value;
    const known = wanted ? await get(`/api/fields/${signal}/values${query({ field: wanted })}`) : [];
    if (field.value === wanted) replace(values, known.map(text => h('option', { value: text })));
  };
  field.addEventListener('change', offer);
  value.addEventListener('focus', offer);
  const sync = () => { value.disabled = operator.value.endsWith('exists'); };
  operator.addEventListener('change', sync);
  sync();
  const confirmed = await dialog(filter ? 'Change the filter' : 'Add a filter', [
    labelled('Field', field, h('datalist', { id }, fields.map(name => h('option', { value: name })))),
    labelled('Condition', operator), labelled('Value', value, values),
  ], [{ text: 'Cancel', value: false }, { text: filter ? 'Change' : 'Add', value: true, primary: true }]);
  return confirmed && field.value ? { field: field.value, operator: operator.value, value: value.disabled ? '' : value.value, off: false } : null;
}
