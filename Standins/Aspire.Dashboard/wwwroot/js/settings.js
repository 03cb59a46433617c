import { post, query } from './api.js';
import { button, choice } from './controls.js';
import { h } from './dom.js';
import { shortClock } from './format.js';
import { toast } from './notifications.js';
import { confirm, dialog } from './overlays.js';
import { prefer, preference } from './preferences.js';
import { state, telemetryChoices } from './state.js';

const theme = window.dashboardTheme;

export async function settings() {
  const chosen = { resource: '', signal: '' };
  const row = (label, ...controls) => h('div', { className: 'dialog-row' }, h('h3', {}, label), h('div', { className: 'chips' }, controls));
  const now = h('span', { className: 'muted number' }, shortClock(Date.now(), true));
  const time = (name, value) => {
    prefer(name, value);
    now.textContent = shortClock(Date.now(), true);
  };
  const action = await dialog('Settings', [
    row('Theme', choice('Theme', [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']], theme.chosen, value => theme.choose(value))),
    row('Time', choice('Time zone', [['local', 'Local time'], ['utc', 'UTC']], preference('zone'), value => time('zone', value)),
      choice('Clock', [['system', 'Hours as the system'], ['24', '24 hours'], ['12', '12 hours']], preference('hours'), value => time('hours', value)), now),
    row('Telemetry', choice('Signal', [['', 'All telemetry'], ['logs', 'Structured logs'], ['traces', 'Traces'], ['metrics', 'Metrics']], '', value => { chosen.signal = value; }),
      choice('Resource', [['', 'of all resources'], ...telemetryChoices().map(([key, text]) => [key, `of ${text.trim()}`])], '', value => { chosen.resource = value; })),
    h('div', { className: 'chips' }, button('download', 'Export', () => location.assign(`/api/telemetry/export${query(chosen)}`), { title: 'Traces, structured logs and consoles as a zip of OTLP JSON' }),
      state.application.canImport && importer(), button('clear', 'Remove…', () => clear(chosen), { title: 'Forgets what was chosen' })),
  ], [!state.application.isAnonymous && { text: 'Log out', value: 'logout' }, { text: 'Close', value: undefined, primary: true }].filter(Boolean));
  if (action === 'logout') {
    await post('/api/logout');
    location.assign('/login');
  }
}

function importer() {
  const file = h('input', { type: 'file', accept: '.zip,.json', className: 'hidden', 'aria-label': 'File to import', onchange: () => file.files[0] && load(file.files[0]) });
  return [button('plus', 'Import', () => file.click(), { title: 'A zip that was exported, or OTLP JSON' }), file];
}

async function clear({ signal, resource }) {
  if (!await confirm(`Forget ${signal || 'all telemetry'} of ${resource || 'all resources'}?`, 'Remove')) return;
  await post(`/api/telemetry/clear${query({ signal, resource })}`);
  toast(`${signal || 'All telemetry'} of ${resource || 'all resources'} was removed.`, 'ok');
}

async function load(file) {
  try {
    await post('/api/telemetry/import', file);
    toast(`${file.name} was imported.`, 'ok');
  } catch (error) {
    toast(`${file.name} could not be imported: ${error.status === 400 ? 'it is neither an exported zip nor OTLP JSON.' : error.status === 413 ? 'it is too large.' : error.message}`, 'error');
  }
}
