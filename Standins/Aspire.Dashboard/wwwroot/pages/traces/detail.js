import { remember } from '/js/app.js';
import { button, choice, empty, search } from '/js/controls.js';
import { detailsPanel } from '/js/details.js';
import { h, replace } from '/js/dom.js';
import { clock, colourClass, count, duration } from '/js/format.js';
import { icon } from '/js/icons.js';
import { VirtualList } from '/js/list.js';
import { subscribe } from '/js/live.js';
import { depthOf, rowsOf, treeOf } from './tree.js';
import { spanDetails } from './span.js';

const types = [['', 'All types'], ['http', 'HTTP'], ['rpc', 'RPC'], ['database', 'Database'], ['messaging', 'Messaging'], ['genai', 'GenAI'], ['cloud', 'Cloud'], ['other', 'Other']];
const levelTone = { Warning: 'warn', Error: 'error', Critical: 'error' };

/** One trace as a waterfall. */
export function show(root, [id], query) {
  const folded = new Set();
  const filter = { text: '', type: '' };
  let trace = null;
  let roots = [];
  let wanted = query.get('span');
  const head = h('div', { className: 'trace-head' });
  const facts = h('div', { className: 'chips' });
  const panel = detailsPanel(() => { list.selectedKey = null; list.draw(); remember({ span: null }); });
  const ticks = h('div', { className: 'ticks' });
  const list = new VirtualList({ label: 'Spans of the trace', columns: [{ title: 'Name', width: 'minmax(300px, 38%)' }, { title: ticks, width: 'minmax(320px, 1fr)' }],
    keyOf: row => row.span.id, row: entry => row(entry, trace, folded, fold), onSelect: entry => { remember({ span: entry.span.id }); spanDetails(panel, trace, entry.span, open); },
    empty: () => empty('filter', 'No span matches', 'Change or clear the filter to see more.') });
  list.shell.classList.add('waterfall');

  function fold(span) {
    if (!folded.delete(span)) folded.add(span);
    draw();
  }
  function open(spanId) {
    folded.clear();
    draw();
    const index = list.items.findIndex(entry => entry.span.id === spanId);
    if (index >= 0) list.reveal(index);
    list.select(spanId);
  }
  function draw() {
    const text = filter.text.toLowerCase();
    const isFiltered = text || filter.type;
    const matches = span => (!filter.type || span.type === filter.type) && (!text || `${span.name} ${span.resource} ${span.peer ?? ''}`.toLowerCase().includes(text));
    list.set(rowsOf(roots, folded, isFiltered ? matches : null));
  }
  function foldAll() {
    if (folded.size > 0) folded.clear();
    else for (const span of trace.spans) folded.add(span.id);
    draw();
  }

  function receive(next) {
    if (!next) {
      replace(root, h('h1', {}, 'Trace'), empty('traces', 'This trace is not here', 'It has not come yet, or so many newer ones came that it was dropped. The page shows it as soon as it comes.'));
      return;
    }
    const isFirst = !trace;
    trace = next;
    roots = treeOf(trace.spans);
    if (isFirst) layout();
    const resources = [...new Set(trace.spans.map(span => span.resource))];
    replace(head, h('h1', { className: 'trace-name' }, h('span', { className: 'muted' }, `${roots[0]?.span.resource ?? ''}: `), trace.name), h('span', { className: 'mono muted' }, trace.id));
    replace(facts, [['Started', clock(trace.start, true)], ['Duration', duration(trace.duration)], ['Resources', resources.length], ['Depth', depthOf(roots)], ['Spans', count(trace.spans.length)], ['Logs', count(trace.logs.length)]].map(([name, value]) => h('span', { className: 'badge' }, h('span', {}, name), h('strong', { className: 'number' }, value))));
    replace(ticks, [0, .25, .5, .75, 1].map(share => h('span', {}, duration(trace.duration * share))));
    draw();
    if (wanted && trace.spans.some(span => span.id === wanted)) {
      open(wanted);
      wanted = null;
    }
  }
  function layout() {
    replace(root,
      h('div', { className: 'page-head' }, head, h('span', { className: 'grow' }), h('a', { className: 'button', href: `/structuredlogs?traceId=${id}` }, icon('logs'), 'Logs')),
      h('div', { className: 'page-head' }, facts, h('span', { className: 'grow' }), search('Filter spans', '', text => { filter.text = text; draw(); }), choice('Span type', types, '', type => { filter.type = type; draw(); }), button(null, 'Fold all', foldAll)),
      h('div', { className: 'split' }, h('div', { className: 'main' }, list.shell), panel.element));
  }
  replace(root, h('div', { className: 'empty muted' }, 'Loading…'));
  const stop = subscribe('trace', { id }, receive);
  const escape = event => event.key === 'Escape' && !event.target.closest('.menu, dialog') && panel.hide();
  addEventListener('keydown', escape);
  return () => {
    stop();
    removeEventListener('keydown', escape);
  };
}

function row({ node, span, depth }, trace, folded, fold) {
  const whole = Math.max(trace.duration, .001);
  const left = span.start / whole * 100;
  const width = Math.max(span.duration / whole * 100, .15);
  const isFolded = folded.has(span.id);
  const marker = node.children.length > 0
    ? h('button', { className: `fold ${isFolded ? '' : 'open'}`, 'aria-expanded': String(!isFolded), 'aria-label': `Children of ${span.name}`, onclick: () => fold(span.id) }, icon('chevron'))
    : h('span', { className: 'fold' });
  const logs = trace.logs.filter(log => log.spanId === span.id);
  return h('div', { className: `${colourClass(span.resource)} ${span.hasFailed ? 'failed-span' : ''}` },
    h('div', { className: 'span-name', style: { 'padding-left': `${Math.min(depth, 20) * 14}px` }, title: `${span.resource}: ${span.name}` }, marker, h('i', { className: 'rule' }),
      span.hasFailed && h('span', { className: 'failed', title: 'Failed' }, icon('warning')), h('span', { className: 'span-resource' }, span.resource),
      span.peer && h('span', { className: 'peer' }, span.kind === 'Consumer' ? '← ' : '→ ', h('span', { className: colourClass(span.peer) }, span.peer)), h('span', { className: 'text' }, short(span.name)), isFolded && h('span', { className: 'badge' }, `+${size(node)}`)),
    h('div', { className: 'track' }, h('i', { className: 'grid-lines' }),
      h('span', { className: `span-bar ${span.peer ? 'to-peer' : ''}`, style: { left: `${left}%`, width: `${Math.min(width, 100 - left + .15)}%` } }),
      h('span', { className: `span-time number ${left + width > 82 ? 'before' : ''}`, style: left + width > 82 ? { right: `calc(${100 - left}% + 6px)` } : { left: `calc(${left + width}% + 6px)` } }, duration(span.duration)),
      logs.map(log => h('span', { className: `log-dot ${levelTone[log.level] ?? ''}`, title: `${log.level}: ${log.message}`, style: { left: `${Math.min(100, Math.max(0, log.at / whole * 100))}%` } }))));
}

// Without the package that all of a service's names begin with: the whole name is in the title and the details.
const short = name => name.replace(/(?<![/\w.])(?:[a-z][a-z0-9_]*\.)+(?=[A-Z])/g, '');

const size = node => node.children.reduce((sum, child) => sum + 1 + size(child), 0);
