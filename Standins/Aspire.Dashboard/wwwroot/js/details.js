import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { textDialog } from './overlays.js';

const key = name => `dashboard.details.${name}`;
const narrowest = 280;
const lowest = 140;
// Beside a list there is no room for the details then.
const narrow = matchMedia('(max-width: 1000px)');
const longText = 120;

/** A panel beside a list, or below it; its edge can be dragged, or moved with the arrow keys. */
export function detailsPanel(onClose) {
  const title = h('h2', {});
  const actions = h('div', { className: 'chips' });
  const body = h('div', { className: 'details-body', tabindex: '0', role: 'region', 'aria-label': 'Details' });
  const side = h('button', { className: 'button quiet small', onclick: () => {
    localStorage.setItem(key('side'), isBelow ? 'beside' : 'below');
    turn();
  } });
  const close = h('button', { className: 'button quiet small', title: 'Close (Esc)', 'aria-label': 'Close details', onclick: () => hide() }, icon('close'));
  const panel = h('aside', { className: 'details', 'aria-label': 'Details' }, h('div', { className: 'details-head' }, title, actions, side, close), body);
  const edge = h('div', { className: 'resizer', role: 'separator', tabindex: '0' });
  const host = h('div', { className: 'details-host hidden' }, edge, panel);
  let isBelow = false;

  // Each side has its own size.
  function resize(size) {
    const [least, most] = isBelow ? [lowest, innerHeight * .7] : [narrowest, innerWidth * .72];
    const bounded = Math.round(Math.max(least, Math.min(size, most)));
    panel.style.width = isBelow ? '' : `${bounded}px`;
    panel.style.height = isBelow ? `${bounded}px` : '';
    for (const [name, value] of Object.entries({ valuenow: bounded, valuemin: least, valuemax: Math.round(most) })) edge.setAttribute(`aria-${name}`, value);
    localStorage.setItem(key(isBelow ? 'height' : 'width'), bounded);
  }
  function turn() {
    const below = narrow.matches || localStorage.getItem(key('side')) === 'below';
    isBelow = below;
    side.classList.toggle('hidden', narrow.matches);
    host.classList.toggle('below', below);
    edge.setAttribute('aria-orientation', below ? 'horizontal' : 'vertical');
    edge.setAttribute('aria-label', below ? 'Height of the details' : 'Width of the details');
    side.title = below ? 'Show beside' : 'Show below';
    side.setAttribute('aria-label', `${side.title} the list`);
    replace(side, icon(below ? 'beside' : 'below'));
    resize(Number(localStorage.getItem(key(below ? 'height' : 'width'))) || (below ? 300 : 460));
  }
  turn();
  const onNarrow = () => host.isConnected ? turn() : narrow.removeEventListener('change', onNarrow);
  narrow.addEventListener('change', onNarrow);
  const size = () => isBelow ? panel.offsetHeight : panel.offsetWidth;
  edge.addEventListener('pointerdown', down => {
    down.preventDefault();
    edge.setPointerCapture(down.pointerId);
    const from = size();
    edge.onpointermove = move => resize(from + (isBelow ? down.clientY - move.clientY : down.clientX - move.clientX));
    edge.onpointerup = () => { edge.onpointermove = null; };
  });
  edge.addEventListener('keydown', event => {
    const step = { ArrowLeft: 24, ArrowUp: 24, ArrowRight: -24, ArrowDown: -24 }[event.key];
    if (!step || ['ArrowUp', 'ArrowDown'].includes(event.key) !== isBelow) return;
    event.preventDefault();
    resize(size() + step);
  });

  function hide() {
    if (host.classList.contains('hidden')) return;
    host.classList.add('hidden');
    onClose?.();
  }
  return {
    element: host,
    get isOpen() { return !host.classList.contains('hidden'); },
    hide,
    show(text, sections, buttons = []) {
      host.classList.remove('hidden');
      replace(title, text);
      replace(actions, buttons);
      // What is open and how far it was read survives an update of the same thing.
      const isSame = body.dataset.of === String(title.textContent);
      const opened = new Map([...body.querySelectorAll('details[data-name]')].map(d => [d.dataset.name, d.open]));
      const top = body.scrollTop;
      replace(body, h('div', { className: 'details-flow' }, sections));
      body.dataset.of = title.textContent;
      if (isSame) for (const d of body.querySelectorAll('details[data-name]')) if (opened.has(d.dataset.name)) d.open = opened.get(d.dataset.name);
      body.scrollTop = isSame ? top : 0;
    },
  };
}

export function section(name, content, { count, open = true } = {}) {
  return h('details', { className: 'section', open, data: { name } },
    h('summary', {}, name, count !== undefined && h('span', { className: 'badge' }, count)),
    h('div', { className: 'section-body' }, content));
}

/** Names with their values; a value may be copied. */
export function facts(entries) {
  const shown = entries.filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (shown.length === 0) return h('p', { className: 'muted' }, 'None');
  return h('dl', { className: 'facts' }, shown.map(([name, value]) => [h('dt', {}, breakable(name)), h('dd', {}, value instanceof Node ? value : fact(String(value), name))]));
}

// A long name breaks where its parts end.
const breakable = name => name.split(/(?<=[_.:])(?=\w)/).flatMap((part, index) => index > 0 ? [h('wbr', {}), part] : part);

export function fact(text, name = 'Value') {
  const view = text.length > longText && h('button', { className: 'button quiet small', title: 'View', 'aria-label': `View ${name}`, onclick: () => textDialog(name, text) }, icon('eye'));
  return h('div', { className: 'fact' }, h('span', {}, text), view, copyButton(text));
}

export function copyButton(text) {
  return h('button', {
    className: 'button quiet small', title: 'Copy', 'aria-label': 'Copy',
    onclick: async event => {
      event.preventDefault();
      await navigator.clipboard.writeText(text);
      event.currentTarget?.blur();
    },
  }, icon('copy'));
}
