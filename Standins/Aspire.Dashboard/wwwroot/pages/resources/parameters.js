import { get, post, remove } from '/js/api.js';
import { empty, iconButton } from '/js/controls.js';
import { copyButton } from '/js/details.js';
import { h, replace } from '/js/dom.js';
import { icon } from '/js/icons.js';
import { VirtualList } from '/js/list.js';
import { toast } from '/js/notifications.js';
import { dialog } from '/js/overlays.js';

const columns = [
  { title: 'Name', width: 'minmax(160px, 1fr)' },
  { title: 'Value', width: 'minmax(220px, 1.6fr)' },
  { title: 'Configuration key', width: 'minmax(220px, 1.4fr)' },
  { title: 'Actions', width: '96px' },
];

export function parameters() {
  const loaded = new Map();
  const states = new Map();
  const list = new VirtualList({ label: 'Parameters', columns, height: 38, keyOf: resource => resource.id, row: resource => row(resource, loaded),
    empty: () => empty('key', 'No parameters', 'The app host declares none. AddParameter makes one.') });
  return { element: list.shell, update: resources => {
    for (const resource of resources) if (states.get(resource.id) !== resource.state && states.set(resource.id, resource.state)) loaded.delete(resource.name);
    list.set(resources.filter(resource => resource.type === 'Parameter'));
  } };
}

function row(resource, loaded) {
  const value = h('div', { className: 'fact parameter' });
  const key = h('code', { className: 'muted' });
  const reset = iconButton('restart', `Take back what was set of ${resource.name}`, () => set(null), { className: 'button quiet small hidden' });
  const edit = iconButton('edit', `Set ${resource.name}`, async () => { const next = await ask(resource, loaded.get(resource.name)); if (next !== undefined) await set(next); }, { className: 'button quiet small' });
  const draw = parameter => {
    if (!parameter.hasValue) replace(value, h('span', { className: 'badge warn' }, 'Value missing'));
    else if (parameter.value === null) replace(value, h('span', { className: 'secret' }, '••••••••'), iconButton('eye', `Show ${parameter.name}`, () => load(true), { className: 'button quiet small always' }));
    else replace(value, h('span', { className: 'mono', title: parameter.value }, parameter.value), copyButton(parameter.value), parameter.isSecret && iconButton('close', `Hide ${parameter.name}`, () => load(false), { className: 'button quiet small always' }));
    replace(key, parameter.configurationKey);
    reset.classList.toggle('hidden', !parameter.isSet);
    if (parameter.isSet) value.append(h('span', { className: 'badge info', title: 'It was set here, and holds while the app host runs' }, 'Set here'));
    key.title = parameter.description ?? `Configuration key, environment variable ${parameter.configurationKey.replaceAll(':', '__').replaceAll('-', '_')}`;
  };
  const load = async reveal => {
    const parameter = await get(`/api/parameters/${encodeURIComponent(resource.name)}${reveal ? '?reveal=true' : ''}`);
    loaded.set(resource.name, parameter);
    draw(parameter);
  };
  const set = async next => {
    const path = `/api/parameters/${encodeURIComponent(resource.name)}`;
    try {
      await (next === null ? remove(path) : post(path, next));
      toast(`${resource.name} ${next === null ? 'has its own value again' : 'is set'}. Resources read it when they start next.`, 'ok');
      await load(false);
    } catch (error) {
      toast(`${resource.name} could not be set: ${error.message}`, 'error');
    }
  };
  if (loaded.has(resource.name)) draw(loaded.get(resource.name));
  else load(false).catch(error => replace(value, h('span', { className: 'failed' }, error.message)));
  return h('div', {}, h('div', { className: 'resource-name' }, icon('key'), h('span', { className: 'text' }, resource.name)), h('div', {}, value), h('div', {}, key), h('div', { className: 'row-actions' }, edit, reset));
}

/** Asks for another value; undefined when there is to be none. */
async function ask(resource, parameter) {
  const field = h('input', { className: 'field', type: parameter?.isSecret ? 'password' : 'text', value: parameter?.value ?? '', 'aria-label': 'Value', placeholder: 'Value', spellcheck: 'false', autocomplete: 'off' });
  const confirmed = await dialog(`Set ${resource.name}`, [
    parameter?.description && h('p', { className: 'muted' }, parameter.description),
    h('div', { className: 'dialog-row' }, field),
    h('p', { className: 'muted' }, `It holds while the app host runs; resources read it when they start. To keep it, set ${parameter?.configurationKey ?? 'it'} in the configuration.`),
  ], [{ text: 'Cancel', value: false }, { text: 'Set', value: true, primary: true }]);
  return confirmed ? field.value : undefined;
}
