import { get } from '/js/api.js';
import { button, iconButton } from '/js/controls.js';
import { copyButton, facts, section } from '/js/details.js';
import { h, link, replace } from '/js/dom.js';
import { dateTime, shortClock } from '/js/format.js';
import { state, stateText, tone } from '/js/state.js';
import { resourceMenu } from './commands.js';
import { icon } from '/js/icons.js';
import { stateCell } from './table.js';

const mask = '••••••••';
let shown = { id: null };

/** Everything that is known of a resource, in the panel. */
export function resourceDetails(panel, resource, select) {
  if (shown.id !== resource.id || shown.started !== resource.started) {
    shown = { id: resource.id, started: resource.started, host: h('div', {}), all: false };
    loadEnvironment(resource.id, false);
  }
  const more = iconButton('more', 'Actions', event => resourceMenu(event.currentTarget, resource, select), { className: 'button quiet small', 'aria-haspopup': 'menu' });
  panel.show(resource.id, [
    resource.failure && h('p', { className: 'section-body failed wrapped', style: { 'padding-top': '10px' } }, resource.failure),
    section('Resource', facts(core(resource))),
    section('Addresses', resource.urls.length > 0 ? facts(resource.urls.map(url => [url.name ?? 'url', h('div', { className: 'fact' }, link(url.url), copyButton(url.url))])) : h('p', { className: 'muted' }, 'None'), { count: resource.urls.length }),
    section('Health checks', health(resource), { count: resource.healthReports.length }),
    section('References', relations(outgoing(resource), select), { count: outgoing(resource).length }),
    section('Referenced by', relations(incoming(resource), select), { count: incoming(resource).length }),
    section('Environment', h('div', {}, revealAll(resource), shown.host), { open: false }),
    resource.volumes.length > 0 && section('Volumes', facts(resource.volumes.map(volume => [volume.target, `${volume.source ?? ''} (${volume.type}${volume.isReadOnly ? ', read-only' : ''})`])), { count: resource.volumes.length }),
  ], [more]);
}

function core(resource) {
  return [
    ['Name', resource.name],
    ['Type', resource.type],
    ['State', stateCell(resource)],
    ['Started', dateTime(resource.started)],
    ['Stopped', ['Running', 'Starting'].includes(resource.state) ? null : dateTime(resource.stopped)],
    ['Exit code', resource.exitCode],
    ['Part of', resource.parent],
    ...resource.properties.map(property => [names[property.name] ?? property.name, property.isSecret ? h('span', { className: 'secret' }, mask) : property.value]),
  ];
}

const names = { 'executable.path': 'Program', 'executable.workDir': 'Folder', 'executable.args': 'Arguments', 'executable.pid': 'Process id', 'project.path': 'Project' };

function health(resource) {
  if (resource.healthReports.length === 0) return h('p', { className: 'muted' }, 'None: it is healthy while it runs.');
  return resource.healthReports.map(report => h('div', { className: 'health' },
    h('span', { className: `dot ${{ Healthy: 'ok', Degraded: 'warn', Unhealthy: 'error' }[report.status] ?? ''}` }),
    h('div', {},
      h('div', {}, report.name, ' ', h('span', { className: 'muted' }, report.status ?? 'not checked', report.lastRun && ` at ${shortClock(Date.parse(report.lastRun))}`)),
      report.description && h('div', { className: 'wrapped muted' }, report.description),
      report.exception && h('pre', { className: 'stack', tabindex: '0' }, report.exception))));
}

const outgoing = resource => [...new Map(resource.relations.map(relation => [`${relation.resource} ${relation.type}`, relation])).values()];

const incoming = resource => state.resources.flatMap(other => other.relations.filter(relation => relation.resource === resource.name).map(relation => ({ resource: other.id, type: relation.type })));

function relations(entries, select) {
  if (entries.length === 0) return h('p', { className: 'muted' }, 'None');
  const byResource = Map.groupBy(entries, entry => entry.resource);
  return h('ul', { className: 'relations' }, [...byResource].map(([name, all]) => {
    const other = state.resources.find(resource => resource.id === name || resource.name === name);
    return h('li', {}, h('span', { className: `dot ${other ? tone(other) : ''}` }), h('button', { className: 'text-button', onclick: () => other && select(other.id) }, name),
      h('span', { className: 'muted' }, all.map(entry => ({ WaitFor: 'waits for', Reference: 'reference', Parent: 'part of' })[entry.type] ?? entry.type).join(', ')), other && h('span', { className: 'muted right' }, stateText(other)));
  }));
}

function revealAll(resource) {
  const label = () => [icon('eye'), shown.all ? 'Hide secrets' : 'Show secrets'];
  return h('div', { className: 'chips' }, h('button', {
    className: 'button small',
    onclick: event => {
      shown.all = !shown.all;
      replace(event.currentTarget, label());
      loadEnvironment(resource.id, shown.all);
    },
  }, label()));
}

async function loadEnvironment(id, reveal) {
  const own = shown;
  try {
    const variables = await get(`/api/resources/${encodeURIComponent(id)}/environment${reveal ? '?reveal=true' : ''}`);
    replace(own.host, variables.length === 0 ? h('p', { className: 'muted' }, 'None') : facts(variables.map(variable => [variable.name, value(id, variable)])));
  } catch (error) {
    replace(own.host, h('p', { className: 'failed' }, `The environment could not be read: ${error.message}`));
  }
}

function value(id, variable) {
  if (!variable.isSecret || variable.value !== null) return h('div', { className: 'fact' }, h('span', { className: 'mono' }, variable.value || h('span', { className: 'muted' }, '(empty)')), copyButton(variable.value ?? ''));
  const text = h('span', { className: 'secret' }, mask);
  const host = h('div', { className: 'fact' }, text, button('eye', '', async () => {
    const all = await get(`/api/resources/${encodeURIComponent(id)}/environment?reveal=true`);
    const own = all.find(candidate => candidate.name === variable.name)?.value ?? '';
    replace(host, h('span', { className: 'mono' }, own), copyButton(own));
  }, { className: 'button quiet small always', title: 'Show', 'aria-label': `Show ${variable.name}` }));
  return host;
}
