import { empty, iconButton } from '/js/controls.js';
import { h, link } from '/js/dom.js';
import { dateTime, duration, shortClock, shortClockWidth } from '/js/format.js';
import { icon, iconOf } from '/js/icons.js';
import { VirtualList } from '/js/list.js';
import { state, stateText, tone } from '/js/state.js';
import { execute, iconOfCommand, resourceMenu } from './commands.js';

const columns = () => [
  { title: 'Name', width: 'minmax(166px, 1.2fr)' },
  { title: 'State', width: 'minmax(142px, .9fr)' },
  { title: 'Started', width: shortClockWidth() },
  { title: 'Source', width: 'minmax(70px, .9fr)' },
  { title: 'Addresses', width: 'minmax(100px, 1.7fr)' },
  { title: 'Actions', width: '120px' },
];

export function table({ select, selected }) {
  const closed = new Set();
  let last = [[], () => true];
  const list = new VirtualList({ label: 'Resources', columns: columns(), height: 38, keyOf: entry => entry.resource.id, onSelect: entry => select(entry.resource.id), row: entry => row(entry, select, fold),
    empty: () => state.resources.length === 0 ? empty('resources', 'No resources yet', 'They appear as soon as the app host knows them.') : empty('filter', 'No resource matches', 'Change or clear the filter to see more.') });

  function fold(name) {
    if (!closed.delete(name)) closed.add(name);
    update(...last);
  }

  function update(resources, matches) {
    last = [resources, matches];
    list.selectedKey = selected();
    list.set(tree(resources.filter(resource => resource.type !== 'Parameter'), matches, closed));
  }
  return { element: list.shell, update, select(id) { list.selectedKey = id; list.draw(); } };
}

// Parts stand under what they are a part of; a part that matches brings its whole along.
function tree(resources, matches, closed) {
  const rows = [];
  for (const resource of resources.filter(candidate => !candidate.parent || !resources.some(other => other.name === candidate.parent))) {
    const parts = resources.filter(part => part.parent === resource.name);
    const shown = parts.filter(matches);
    if (!matches(resource) && shown.length === 0) continue;
    const isOpen = !closed.has(resource.name);
    rows.push({ resource, depth: 0, parts: parts.length, isOpen });
    if (isOpen) for (const part of matches(resource) ? parts.filter(matches) : shown) rows.push({ resource: part, depth: 1, parts: 0 });
  }
  return rows;
}

function row({ resource, depth, parts, isOpen }, select, fold) {
  const own = tone(resource);
  return h('div', { className: own === 'error' ? 'error' : '', data: { resource: resource.id } },
    h('div', { className: 'resource-name', style: { 'padding-left': `${depth * 22}px` } },
      parts > 0 ? h('button', { className: `fold ${isOpen ? 'open' : ''}`, 'aria-expanded': String(isOpen), 'aria-label': `Parts of ${resource.name}`, onclick: () => fold(resource.name) }, icon('chevron')) : h('span', { className: 'fold' }),
      icon(iconOf(resource)), h('span', { className: 'text', title: resource.id }, resource.id), resource.isHidden && h('span', { className: 'badge' }, 'hidden')),
    stateCell(resource),
    h('div', { className: 'number muted', title: resource.started ? dateTime(resource.started) : '' }, resource.started ? shortClock(Date.parse(resource.started)) : '–'),
    h('div', { className: 'muted', title: resource.source ?? resource.type }, resource.source ?? resource.type),
    addresses(resource),
    actions(resource, select));
}

export function stateCell(resource) {
  const own = tone(resource);
  const failing = resource.healthReports.filter(report => report.status && report.status !== 'Healthy').map(report => `${report.name}: ${report.description ?? report.status}`);
  const stopped = resource.stopped && resource.started ? `Ran for ${duration(Date.parse(resource.stopped) - Date.parse(resource.started))}` : '';
  return h('div', { className: 'state', title: [resource.failure, ...failing, stopped].filter(Boolean).join('\n') }, h('span', { className: `dot ${own}` }), h('span', { className: `text ${own === 'error' ? 'failed' : ''}` }, stateText(resource)));
}

function addresses(resource) {
  const shown = resource.urls.filter(url => !url.isInternal);
  if (shown.length === 0) return h('div', { className: 'muted' }, '–');
  const more = shown.length > 1 && h('span', { className: 'badge more' }, `+${shown.length - 1}`);
  return h('div', { className: 'addresses', title: shown.map(url => url.url).join('\n') }, shown.map(url => link(url.url, url.text ?? short(url.url))), more);
}

// The host, which is the same for all, goes first where there is little room.
function short(url) {
  const text = url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const [, host, port] = /^(.*localhost)(:\d+)$/.exec(text) ?? [];
  return host ? [h('span', { className: 'host' }, host), port] : text;
}

function actions(resource, select) {
  const buttons = resource.commands.filter(command => command.isHighlighted).map(command =>
    iconButton(iconOfCommand(command), `${command.title} ${resource.id}`, () => execute(resource, command), { className: 'button quiet small', disabled: !command.isEnabled, data: { command: command.name } }));
  const more = iconButton('more', `More about ${resource.id}`, event => resourceMenu(event.currentTarget, resource, select), { className: 'button quiet small', 'aria-haspopup': 'menu' });
  return h('div', { className: 'row-actions' }, buttons, more);
}
