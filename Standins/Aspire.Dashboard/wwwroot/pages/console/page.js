import { navigate } from '/js/app.js';
import { pieces, strip } from '/js/ansi.js';
import { choice, empty, iconButton, search, toggle } from '/js/controls.js';
import { h, replace } from '/js/dom.js';
import { clock, colourClass, count, counted } from '/js/format.js';
import { VirtualList } from '/js/list.js';
import { subscribe } from '/js/live.js';
import { state, watchResources } from '/js/state.js';
import { execute, iconOfCommand } from '/pages/resources/commands.js';

const mostLines = 10000;
const sizes = { least: 9, usual: 12.5, most: 22 };
// Wrapped lines are of any height, so all of them are in the page: only the last.
const mostWrapped = 1000;
const key = name => `dashboard.console.${name}`;

/** The consoles of one resource, or of all, as they are written to. */
export function show(root, [resource], query) {
  let lines = [];
  let text = query.get('text') ?? '';
  let isPaused = false;
  let held = [];
  let showsTime = localStorage.getItem(key('time')) !== 'false';
  let wraps = localStorage.getItem(key('wrap')) === 'true';
  let size = Number(localStorage.getItem(key('size'))) || sizes.usual;
  const lineHeight = () => Math.round(size * 1.6);
  const title = h('span', { className: 'muted' });
  const tools = h('div', { className: 'chips' });
  const chooser = h('span', {});
  const list = new VirtualList({ label: 'Console', keyOf: line => line.number, row: line => row(line, !resource, showsTime), follow: true, height: lineHeight(),
    empty: () => text ? empty('filter', 'No line matches', 'Change or clear the filter to see more.') : empty('console', 'Nothing was written yet', 'Lines appear here as the resource writes them.') });
  const flow = h('div', { className: 'panel console-flow', role: 'log', tabindex: '0', 'aria-label': 'Console' });
  list.shell.classList.add('console');

  const wanted = () => text ? lines.filter(line => strip(line.text).toLowerCase().includes(text.toLowerCase())) : lines;
  function draw() {
    const shown = wanted();
    const wrapped = wraps ? shown.slice(-mostWrapped) : [];
    list.shell.classList.toggle('hidden', wraps);
    flow.classList.toggle('hidden', !wraps);
    if (wraps) {
      const follows = flow.scrollTop + flow.clientHeight >= flow.scrollHeight - lineHeight();
      replace(flow, wrapped.map(line => row(line, !resource, showsTime)));
      if (follows) flow.scrollTop = flow.scrollHeight;
    } else {
      list.set(shown);
    }
    replace(title, text ? `${count(shown.length)} of ${counted(lines.length, 'line')}` : counted(lines.length, 'line'), isPaused && held.length > 0 && `, ${count(held.length)} wait`);
  }
  function receive(batch) {
    if (batch.isFirst) [lines, held] = [batch.lines, []];
    else if (isPaused) held = [...held, ...batch.lines].slice(-mostLines);
    else lines = [...lines, ...batch.lines].slice(-mostLines);
    draw();
  }
  function pause(value) {
    isPaused = value;
    if (!value) {
      lines = [...lines, ...held].slice(-mostLines);
      held = [];
      list.scrollToEnd();
    }
    draw();
  }
  function apply() {
    list.height = lineHeight();
    for (const view of [list.shell, flow]) {
      view.style.setProperty('--console-size', `${size}px`);
      view.style.setProperty('--console-line', `${lineHeight()}px`);
    }
  }
  function resize(by) {
    size = by === 0 ? sizes.usual : Math.min(sizes.most, Math.max(sizes.least, size + by));
    localStorage.setItem(key('size'), size);
    apply();
    draw();
    if (list.isAtEnd !== false) list.scrollToEnd();
  }
  const remember = (name, value) => { localStorage.setItem(key(name), value); draw(); };

  function resources() {
    const names = state.resources.filter(candidate => candidate.type !== 'Parameter' && !candidate.parent).map(candidate => candidate.id);
    replace(chooser, choice('Resource', [['', '(All)'], ...names.map(name => [name, name])], resource, name => navigate(name ? `/consolelogs/resource/${encodeURIComponent(name)}` : '/consolelogs')));
    const own = state.resources.find(candidate => candidate.id === resource);
    replace(tools, own?.commands.map(command => iconButton(iconOfCommand(command), `${command.title} ${own.id}`, () => execute(own, command), { disabled: !command.isEnabled })));
  }

  replace(root,
    h('div', { className: 'page-head' }, h('h1', {}, 'Console logs'), chooser, tools, h('span', { className: 'grow' }), title,
      search('Filter lines', text, value => { text = value; draw(); }),
      toggle('pause', 'Pause', false, pause),
      toggle(null, 'Time', showsTime, value => { showsTime = value; remember('time', value); }),
      toggle(null, 'Wrap', wraps, value => { wraps = value; remember('wrap', value); }),
      h('span', { className: 'joined' }, iconButton('smaller', 'Smaller text', () => resize(-1)), iconButton('usual', 'Text of the usual size', () => resize(0)), iconButton('larger', 'Larger text', () => resize(1))),
      iconButton('clear', 'Clear what is shown', () => { lines = []; held = []; draw(); }),
      h('a', { className: 'button', href: `${resource ? `/api/resources/${encodeURIComponent(resource)}/console` : '/api/console'}?download=true`, download: '', title: 'Download', 'aria-label': 'Download' }, iconButton('download', '', null).firstChild)),
    list.shell, flow);
  const stopResources = watchResources(resources);
  resources();
  apply();
  draw();
  const stop = subscribe('console', { resource }, receive);
  return () => {
    stop();
    stopResources();
  };
}

function row(line, showsResource, showsTime) {
  return h('div', { className: `line ${line.isError ? 'stderr' : ''}`, title: line.isError ? 'Written to standard error' : null },
    h('span', { className: 'line-number' }, line.number),
    showsTime && h('span', { className: 'line-time' }, clock(line.time)),
    showsResource && h('span', { className: `line-resource ${colourClass(line.resource)}` }, line.resource),
    h('span', { className: 'line-text' }, pieces(line.text).map(piece => piece.className ? h('span', { className: piece.className }, piece.text) : piece.text)));
}
