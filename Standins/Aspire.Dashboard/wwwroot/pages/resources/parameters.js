import { get } from '/js/api.js';
import { empty, iconButton } from '/js/controls.js';
import { copyButton } from '/js/details.js';
import { h, replace } from '/js/dom.js';
import { icon } from '/js/icons.js';
import { VirtualList } from '/js/list.js';

const columns = [
  { title: 'Name', width: 'minmax(160px, 1fr)' },
  { title: 'Value', width: 'minmax(220px, 1.6fr)' },
  { title: 'Set by', width: 'minmax(220px, 1.4fr)' },
];

export function parameters() {
  const loaded = new Map();
  const list = new VirtualList({ label: 'Parameters', columns, height: 38, keyOf: resource => resource.id, row: resource => row(resource, loaded),
    empty: () => empty('key', 'No parameters', 'The app host declares none. AddParameter makes one.') });
  return { element: list.shell, update: resources => list.set(resources.filter(resource => resource.type === 'Parameter')) };
}

function row(resource, loaded) {
  const value = h('div', { className: 'fact' });
  const key = h('code', { className: 'muted' });
  const draw = parameter => {
    if (!parameter.hasValue) replace(value, h('span', { className: 'badge warn' }, 'Value missing'));
    else if (parameter.value === null) replace(value, h('span', { className: 'secret' }, '••••••••'), iconButton('eye', `Show ${parameter.name}`, () => load(true), { className: 'button quiet small always' }));
    else replace(value, h('span', { className: 'mono', title: parameter.value }, parameter.value), copyButton(parameter.value), parameter.isSecret && iconButton('close', `Hide ${parameter.name}`, () => load(false), { className: 'button quiet small always' }));
    replace(key, parameter.configurationKey);
    key.title = parameter.description ?? `Configuration key, environment variable ${parameter.configurationKey.replaceAll(':', '__').replaceAll('-', '_')}`;
  };
  const load = async reveal => {
    const parameter = await get(`/api/parameters/${encodeURIComponent(resource.name)}${reveal ? '?reveal=true' : ''}`);
    loaded.set(resource.name, parameter);
    draw(parameter);
  };
  if (loaded.has(resource.name)) draw(loaded.get(resource.name));
  else load(false).catch(error => replace(value, h('span', { className: 'failed' }, error.message)));
  return h('div', {}, h('div', { className: 'resource-name' }, icon('key'), h('span', { className: 'text' }, resource.name)), h('div', {}, value), h('div', {}, key));
}
