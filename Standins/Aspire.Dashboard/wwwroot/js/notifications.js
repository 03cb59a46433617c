import { h, replace } from './dom.js';
import { shortClock } from './format.js';
import { icon } from './icons.js';
import { dialog } from './overlays.js';

const shownFor = 6000;
const mostKept = 50;
const kept = [];
const listeners = new Set();
let unseen = 0;
let toasts;

/** Says what came of something: for a while in the corner, then in the list of all that was said. */
export function toast(text, kind = 'info') {
  toasts ??= document.body.appendChild(h('div', { className: 'toasts', role: 'status', 'aria-live': 'polite' }));
  const close = h('button', { className: 'button quiet small', 'aria-label': 'Dismiss', onclick: () => item.remove() }, icon('close'));
  const item = h('div', { className: `toast ${kind}` }, h('div', {}, text), close);
  toasts.append(item);
  setTimeout(() => item.remove(), shownFor);
  kept.unshift({ text, kind, time: Date.now() });
  kept.length = Math.min(kept.length, mostKept);
  unseen++;
  tell();
}

/** The newest first. */
export async function notifications() {
  unseen = 0;
  tell();
  const list = h('ul', { className: 'notes', tabindex: '0', 'aria-label': 'Notifications' });
  replace(list, kept.length === 0 ? h('li', { className: 'muted' }, 'Nothing was said yet. What comes of commands is kept here.')
    : kept.map(({ text, kind, time }) => h('li', {}, h('span', { className: `dot ${kind}` }), h('span', { className: 'number muted' }, shortClock(time)), h('span', { className: 'wrapped' }, text))));
  if (await dialog('Notifications', list, [...(kept.length > 0 ? [{ text: 'Forget all', value: 'clear' }] : []), { text: 'Close', value: undefined, primary: true }]) === 'clear') kept.length = 0;
}

/** Calls back with how many nobody has looked at. */
export function onNotifications(listener) {
  listeners.add(listener);
  listener(unseen);
}

function tell() {
  for (const listener of listeners) listener(unseen);
}
