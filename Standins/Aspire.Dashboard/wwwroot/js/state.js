import { colourClass } from './format.js';
import { subscribe } from './live.js';

// The resources, which most pages need, kept in one place.
const hiddenKey = 'dashboard.hidden';
export const state = { all: [], resources: [], application: { name: '' }, showsHidden: localStorage.getItem(hiddenKey) === 'true' };
const listeners = new Set();

export function watchResources(listener) {
  listeners.add(listener);
  if (state.resources.length > 0) listener(state.resources);
  return () => listeners.delete(listener);
}

export function followResources() {
  subscribe('resources', {}, resources => {
    state.all = resources;
    // Each has the same colour on every page.
    for (const resource of resources) if (resource.type !== 'Parameter') colourClass(resource.id);
    tell();
  });
}

export function showHidden(value) {
  state.showsHidden = value;
  localStorage.setItem(hiddenKey, value);
  tell();
}

function tell() {
  state.resources = state.all.filter(resource => state.showsHidden || !resource.isHidden);
  for (const listener of listeners) listener(state.resources);
}

/** Names to choose a resource by: services with several replicas as a whole, then each replica. */
export function telemetryChoices() {
  const choices = [];
  const senders = state.resources.filter(resource => resource.type !== 'Parameter' && !resource.parent);
  for (const name of [...new Set(senders.map(resource => resource.name))].sort()) {
    const replicas = senders.filter(resource => resource.name === name);
    choices.push([name, replicas.length > 1 ? `${name} (all)` : name]);
    if (replicas.length > 1) for (const replica of replicas) choices.push([replica.id, `  ${replica.id}`]);
  }
  return choices;
}

/** What a state means at a glance: ok, warn, error, info, busy or nothing. */
export function tone(resource) {
  const text = resource.state ?? '';
  if (text === 'Running' && isUnchecked(resource)) return 'busy';
  if (text === 'Running') return resource.health === 'Unhealthy' ? 'error' : resource.health === 'Degraded' ? 'warn' : 'ok';
  if (['Starting', 'Waiting', 'Stopping', 'Building'].includes(text)) return 'busy';
  if (text === 'FailedToStart' || text === 'RuntimeUnhealthy' || (text === 'Exited' && resource.exitCode)) return 'error';
  return resource.style === 'warn' || text === 'Value missing' ? 'warn' : resource.style === 'error' ? 'error' : '';
}

// It has just begun to run: nobody has asked it yet.
const isUnchecked = resource => resource.health && resource.health !== 'Healthy' && !resource.healthReports.some(report => report.status);

export function stateText(resource) {
  const text = { FailedToStart: 'Failed to start', RuntimeUnhealthy: 'Runtime unhealthy', NotStarted: 'Not started' }[resource.state] ?? resource.state ?? 'Unknown';
  if (resource.state === 'Running' && resource.health && resource.health !== 'Healthy') {
    return isUnchecked(resource) ? 'Running (not checked yet)' : `Running (${resource.health.toLowerCase()})`;
  }
  return resource.exitCode !== null && resource.exitCode !== undefined && ['Exited', 'Finished'].includes(resource.state) ? `${text} (${resource.exitCode})` : text;
}
