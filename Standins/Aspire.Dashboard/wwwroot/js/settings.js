import { post, query } from './api.js';
import { choice } from './controls.js';
import { h } from './dom.js';
import { confirm, dialog, toast } from './overlays.js';
import { telemetryChoices } from './state.js';

const theme = window.dashboardTheme;

export async function settings() {
  const chosen = { resource: '', signal: '' };
  const row = (label, control) => h('div', { className: 'dialog-row' }, h('h3', {}, label), control);
  const action = await dialog('Settings', [
    row('Theme', choice('Theme', [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']], theme.chosen, value => theme.choose(value))),
    row('Telemetry', h('div', { className: 'chips' },
      choice('Signal', [['', 'All telemetry'], ['logs', 'Structured logs'], ['traces', 'Traces'], ['metrics', 'Metrics']], '', value => { chosen.signal = value; }),
      choice('Resource', [['', 'of all resources'], ...telemetryChoices().map(([key, text]) => [key, `of ${text.trim()}`])], '', value => { chosen.resource = value; }))),
  ], [{ text: 'Log out', value: 'logout' }, { text: 'Clear telemetry…', value: 'clear' }, { text: 'Close', value: undefined, primary: true }]);
  if (action === 'logout') {
    await post('/api/logout');
    location.assign('/login');
  } else if (action === 'clear' && await confirm(`Forget ${chosen.signal || 'all telemetry'} of ${chosen.resource || 'all resources'}?`, 'Clear')) {
    await post(`/api/telemetry/clear${query(chosen)}`);
    toast('Cleared.', 'ok');
  }
}
