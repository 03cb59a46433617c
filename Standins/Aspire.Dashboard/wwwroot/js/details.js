import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { textDialog } from './overlays.js';

const widthKey = 'dashboard.details.width';
const narrowest = 280;
const longText = 120;

/** A panel beside a list; its edge can be dragged, or moved with the arrow keys. */
export function detailsPanel(onClose) {
  const title = h('h2', {});
  const actions = h('div', { className: 'chips' });
  const body = h('div', { className: 'details-body', tabindex: '0', role: 'region', 'aria-label': 'Details' });
  const close = h('button', { className: 'button quiet small', title: 'Close (Esc)', 'aria-label': 'Close details', onclick: () => hide() }, icon('close'));
  const panel = h('aside', { className: 'details', 'aria-label': 'Details' }, h('div', { className: 'details-head' }, title, actions, close), body);
  const edge = h('div', { className: 'resizer', role: 'separator', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': 'Width of the details', 'aria-valuemin': narrowest, 'aria-valuemax': 1200 });
  const host = h('div', { className: 'hidden', style: { display: 'flex', 'min-height': '0' } }, edge, panel);

  function resize(width) {
    const bounded = Math.round(Math.max(narrowest, Math.min(width, innerWidth * .72)));
    panel.style.width = `${bounded}px`;
    edge.setAttribute('aria-valuenow', bounded);
    localStorage.setItem(widthKey, bounded);
  }
  resize(Number(localStorage.getItem(widthKey)) || 460);
  edge.addEventListener('pointerdown', down => {
    down.preventDefault();
    edge.setPointerCapture(down.pointerId);
    const from = panel.offsetWidth;
    edge.onpointermove = move => resize(from + down.clientX - move.clientX);
    edge.onpointerup = () => { edge.onpointermove = null; };
  });
  edge.addEventListener('keydown', event => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') resize(panel.offsetWidth + (event.key === 'ArrowLeft' ? 24 : -24));
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
      replace(body, sections);
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
  return h('dl', { className: 'facts' }, shown.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value instanceof Node ? value : fact(String(value), name))]));
}

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
