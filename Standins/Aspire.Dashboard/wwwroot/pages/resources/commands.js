import { get, post } from '/js/api.js';
import { toast } from '/js/notifications.js';
import { confirm, menu, save, textDialog } from '/js/overlays.js';

const icons = { start: 'start', stop: 'stop', restart: 'restart' };
const done = { start: 'was started', stop: 'was stopped', restart: 'was restarted' };

export const iconOfCommand = command => icons[command.name] ?? 'settings';

/** Executes a command and says what came of it. */
export async function execute(resource, command) {
  if (command.confirmation && !await confirm(command.confirmation, command.title)) return;
  try {
    const outcome = await post(`/api/resources/${encodeURIComponent(resource.id)}/commands/${encodeURIComponent(command.name)}`);
    if (outcome.success) toast(outcome.message || `${resource.id} ${done[command.name] ?? `: ${command.title} is done`}.`, 'ok');
    else toast(outcome.canceled ? `${command.title} of ${resource.id} was cancelled.` : `${command.title} of ${resource.id} failed: ${outcome.message ?? 'no reason was given'}`, outcome.canceled ? 'info' : 'error');
  } catch (error) {
    toast(`${command.title} of ${resource.id} failed: ${error.message}`, 'error');
  }
}

/** Everything that can be done with a resource. */
export function resourceMenu(anchor, resource, select) {
  const at = encodeURIComponent(resource.id);
  const sends = resource.type === 'Project';
  menu(anchor, [
    { icon: 'logs', text: 'View details', action: () => select(resource.id) },
    resource.type !== 'Parameter' && !resource.parent && { icon: 'console', text: 'Console logs', href: `/consolelogs/resource/${at}` },
    sends && { icon: 'logs', text: 'Structured logs', href: `/structuredlogs/resource/${at}` },
    sends && { icon: 'traces', text: 'Traces', href: `/traces/resource/${at}` },
    sends && { icon: 'metrics', text: 'Metrics', href: `/metrics/resource/${at}` },
    { icon: 'copy', text: 'View JSON', action: () => textDialog(`${resource.id} as JSON`, JSON.stringify(resource)) },
    !resource.parent && resource.type !== 'Parameter' && { icon: 'download', text: 'Export .env', action: () => exportEnvironment(resource) },
    resource.commands.length > 0 && '-',
    ...resource.commands.map(command => ({ icon: iconOfCommand(command), text: command.title, disabled: !command.isEnabled, action: () => execute(resource, command) })),
  ]);
}

// As files of variables are read: one a line, quoted where it needs to be.
async function exportEnvironment(resource) {
  if (!await confirm(`Save the environment of ${resource.id}, secrets included?`, 'Save')) return;
  const variables = await get(`/api/resources/${encodeURIComponent(resource.id)}/environment?reveal=true`);
  save(`${resource.id}.env`, variables.map(({ name, value }) => `${name}=${/^[\w./:@,+-]*$/.test(value ?? '') ? value ?? '' : JSON.stringify(value)}\n`).join(''));
}
