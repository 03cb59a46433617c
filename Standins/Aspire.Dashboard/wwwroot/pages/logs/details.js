import { get } from '/js/api.js';
import { iconButton } from '/js/controls.js';
import { copyButton, facts, section } from '/js/details.js';
import { h } from '/js/dom.js';
import { clock } from '/js/format.js';
import { toast } from '/js/notifications.js';

/** One entry with everything that it says, in the panel. */
export async function logDetails(panel, number, bar) {
  let details;
  try {
    details = await get(`/api/logs/${number}`);
  } catch (error) {
    toast(error.status === 404 ? 'The entry is gone: there were too many newer ones.' : `The entry could not be read: ${error.message}`, 'error');
    return;
  }
  const { entry } = details;
  panel.show(`${entry.resource}: ${entry.level}`, [
    h('div', { className: 'section-body', style: { 'padding-top': '10px' } }, h('p', { className: 'wrapped' }, details.message)),
    details.exception && section('Exception', h('div', {}, h('pre', { className: 'stack', tabindex: '0' }, details.exception), copyButton(details.exception))),
    section('Attributes', attributes(details.attributes.filter(a => !(a.key === 'exception.stacktrace' && details.exception)), bar), { count: details.attributes.length }),
    section('Context', facts([
      ['Time', clock(entry.time, true)],
      ['Category', entry.category],
      ['Event', details.eventName],
      ['Trace', entry.traceId && h('a', { href: `/traces/detail/${entry.traceId}?span=${entry.spanId ?? ''}`, className: 'mono' }, entry.traceId)],
      ['Span', entry.spanId],
    ])),
    section('Resource', facts(details.resource.map(a => [a.key, a.value])), { count: details.resource.length, open: false }),
  ]);
}

/** Attributes, each with a button that filters by it. */
export function attributes(rows, bar) {
  return facts(rows.map(({ key, value }) => [key, h('div', { className: 'fact' }, h('span', { className: 'mono' }, value),
    bar && iconButton('filter', `Filter by ${key}`, () => bar.add(key, '=', value), { className: 'button quiet small' }), copyButton(value))]));
}
