import { get } from '/js/api.js';
import { facts, section } from '/js/details.js';
import { h } from '/js/dom.js';
import { icon } from '/js/icons.js';
import { clock, duration } from '/js/format.js';
import { toast } from '/js/notifications.js';
import { attributes } from '/pages/logs/details.js';

/** A span with everything that it says, in the panel. */
export async function spanDetails(panel, trace, span, open) {
  let details;
  try {
    details = await get(`/api/traces/${trace.id}/spans/${span.id}`);
  } catch (error) {
    toast(error.status === 404 ? 'The span is gone: there were too many newer ones.' : `The span could not be read: ${error.message}`, 'error');
    return;
  }
  const logs = trace.logs.filter(log => log.spanId === span.id);
  panel.show(span.name, [
    section('Span', facts([
      ['Resource', span.resource],
      ['Peer', span.peer],
      ['Kind', span.kind],
      ['Status', details.status === 'Unset' ? null : h('span', { className: span.hasFailed ? 'failed' : '' }, `${details.status}${details.statusMessage ? `: ${details.statusMessage}` : ''}`)],
      ['Start', `${clock(details.start, true)} (+${duration(span.start)})`],
      ['Duration', duration(span.duration)],
      ['Library', details.scope],
      ['Span id', span.id],
      ['Parent', span.parent && h('button', { className: 'text-button mono', onclick: () => open(span.parent) }, span.parent)],
    ])),
    section('Attributes', attributes(details.attributes), { count: details.attributes.length }),
    section('Logs', logs.length === 0 ? h('p', { className: 'muted' }, 'None') : [h('div', { className: 'chips' }, h('a', { className: 'button small', href: `/structuredlogs?filters=${encodeURIComponent(JSON.stringify([['spanId', '=', span.id, 0]]))}` }, icon('logs'), 'Show in the structured logs')), h('ul', { className: 'span-logs' }, logs.map(log => h('li', {}, h('span', { className: 'number muted' }, `+${duration(log.at)}`), h('span', { className: `level ${log.level}` }, log.level), h('a', { href: `/structuredlogs?traceId=${trace.id}&entry=${log.number}`, className: 'wrapped' }, log.message))))], { count: logs.length, open: logs.length > 0 }),
    section('Events', details.events.length === 0 ? h('p', { className: 'muted' }, 'None') : details.events.map(event => h('div', { className: 'span-event' }, h('div', {}, h('strong', {}, event.name), ' ', h('span', { className: 'number muted' }, `+${duration(event.at)}`)), attributes(event.attributes))), { count: details.events.length, open: details.events.length > 0 }),
    section('Links', links(details.links), { count: details.links.length, open: details.links.length > 0 }),
    section('Linked from', links(details.backlinks), { count: details.backlinks.length, open: details.backlinks.length > 0 }),
    section('Resource', facts(details.resource.map(a => [a.key, a.value])), { count: details.resource.length, open: false }),
  ]);
}

function links(rows) {
  if (rows.length === 0) return h('p', { className: 'muted' }, 'None');
  return h('ul', { className: 'span-logs' }, rows.map(row => h('li', {}, h('a', { href: `/traces/detail/${row.traceId}?span=${row.spanId}` }, row.name ? `${row.resource}: ${row.name}` : `${row.traceId.slice(0, 7)} / ${row.spanId}`))));
}
