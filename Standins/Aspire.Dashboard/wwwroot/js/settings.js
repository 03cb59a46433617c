import { post, query } from './api.js';
import { button, choice } from './controls.js';
import { h } from './dom.js';
import { confirm, dialog, toast } from './overlays.js';
import { telemetryChoices } from './state.js';

const theme = window.dashboardTheme;

export async function settings() {
  const chosen = { resource: '', signal: '' };
  const row = (label, control) => h('div', { className: 'dialog-row' }, h('h3', {}, label), control);
  const file = h('input', { type: 'file', accept: '.zip,.json', className: 'hidden', 'aria-label': 'File to import', onchange: () => file.files[0] && load(file.files[0]) });
  const action = await dialog('Settings', [
    row('Theme', choice('Theme', [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']], theme.chosen, value => theme.choose(value))),
    row('Telemetry', h('div', { className: 'chips' },
      choice('Signal', [['', 'All telemetry'], ['logs', 'Structured logs'], ['traces', 'Traces'], ['metrics', 'Metrics']], '', value => { chosen.signal = value; }),
      choice('Resource', [['', 'of all resources'], ...telemetryChoices().map(([key, text]) => [key, `of ${text.trim()}`])], '', value => { chosen.resource = value; })),
      h('div', { className: 'chips' }, button('download', 'Export', () => location.assign(`/api/telemetry/export${query(chosen)}`), { title: 'Traces, structured logs and consoles as a zip of OTLP JSON' }),
      button('plus', 'Import', () => file.click(), { title: 'A zip that was exported, or OTLP JSON' }), file)),
  ], [{ text: 'Log out', value: 'logout' }, { text: 'Clear telemetry…', value: 'clear' }, { text: 'Close', value: undefined, primary: true }]);
  if (action === 'logout') {
    await post('/api/logout');
    location.assign('/login');
  } else if (action === 'clear' && await confirm(`Forget ${chosen.signal || 'all telemetry'} of ${chosen.resource || 'all resources'}?`, 'Clear')) {
    await post(`/api/telemetry/clear${query(chosen)}`);
    toast('Cleared.', 'ok');
  }
}

async function load(file) {
  try {
    await post('/api/telemetry/import', file);
    toast(`${file.name} was imported.`, 'ok');
  } catch (error) {
    toast(`${file.name} could not be imported: ${error.status === 400 ? 'it is neither an exported zip nor OTLP JSON.' : error.status === 413 ? 'it is too large.' : error.message}`, 'error');
  }
}
