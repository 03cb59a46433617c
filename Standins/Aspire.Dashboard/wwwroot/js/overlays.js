import { h } from './dom.js';
import { icon } from './icons.js';

/** A modal dialog; the promise ends when it is closed. */
export function dialog(title, content, actions = []) {
  return new Promise(resolve => {
    const id = `dialog-${Math.random().toString(36).slice(2)}`;
    const close = value => () => { box.close(); resolve(value); };
    const buttons = actions.length > 0 ? actions : [{ text: 'Close', value: undefined, primary: true }];
    const box = h('dialog', { 'aria-labelledby': id, onclose: () => { box.remove(); resolve(undefined); } },
      h('div', { className: 'dialog-body' }, h('h2', { id }, title), content,
        h('div', { className: 'dialog-actions' }, buttons.map(a => h('button', { className: `button ${a.primary ? 'primary' : ''}`, onclick: close(a.value) }, a.text)))));
    // Enter in a field is as good as the button that stands out.
    box.addEventListener('keydown', event => event.key === 'Enter' && event.target.matches('input:not([type=file], [type=checkbox])') && (event.preventDefault(), box.querySelector('.dialog-actions .primary')?.click()));
    document.body.append(box);
    box.showModal();
  });
}

/** A long text as it is, or laid out as what it is. */
export function textDialog(title, text) {
  const laidOut = jsonOf(text) ?? xmlOf(text);
  const pre = h('pre', { className: 'text-view', tabindex: '0', 'aria-label': title }, laidOut ?? text);
  const asIs = laidOut && h('label', { className: 'muted' }, h('input', { type: 'checkbox', onchange: event => { pre.textContent = event.target.checked ? text : laidOut; } }), ' As it came');
  return dialog(title, [asIs, pre], [{ text: 'Copy', value: 'copy' }, { text: 'Close', value: undefined, primary: true }]).then(action => action === 'copy' && navigator.clipboard.writeText(pre.textContent));
}

function jsonOf(text) {
  try {
    return /^\s*[[{]/.test(text) ? JSON.stringify(JSON.parse(text), null, 2) : null;
  } catch {
    return null;
  }
}

function xmlOf(text) {
  if (!/^\s*<[^>]+>[^]*>\s*$/.test(text)) return null;
  let depth = 0;
  return text.replace(/>\s*</g, '>\n<').split('\n').map(line => {
    if (/^<\//.test(line)) depth--;
    const laid = '  '.repeat(Math.max(0, depth)) + line;
    if (/^<[^!?/][^]*[^/]>$/.test(line) && !/<\//.test(line)) depth++;
    return laid;
  }).join('\n');
}

/** Keeps a text as a file of the visitor's. */
export function save(name, text) {
  const link = h('a', { href: URL.createObjectURL(new Blob([text], { type: 'text/plain' })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export const confirm = (text, action) => dialog(text, null, [{ text: 'Cancel', value: false }, { text: action, value: true, primary: true }]);

/** A menu below an element: buttons and links, moved through with the arrow keys. */
export function menu(anchor, entries) {
  document.querySelector('.menu')?.remove();
  const close = () => {
    box.remove();
    removeEventListener('pointerdown', outside, true);
  };
  const outside = event => box.contains(event.target) || close();
  const items = entries.filter(Boolean).map(entry => entry === '-' ? h('hr', {})
    : entry.href ? h('a', { href: entry.href, role: 'menuitem', onclick: close }, icon(entry.icon), entry.text)
      : h('button', { role: 'menuitem', disabled: entry.disabled, onclick: () => { close(); entry.action(); } }, icon(entry.icon), entry.text));
  const box = h('div', { className: 'menu', role: 'menu' }, items);
  box.addEventListener('keydown', event => {
    const choices = [...box.querySelectorAll('[role=menuitem]:not(:disabled)')];
    const at = choices.indexOf(document.activeElement);
    if (event.key === 'ArrowDown') choices[(at + 1) % choices.length].focus();
    else if (event.key === 'ArrowUp') choices[(at - 1 + choices.length) % choices.length].focus();
    else if (event.key === 'Escape') { close(); anchor.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(box);
  const place = anchor.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${place.bottom + box.offsetHeight + 8 > innerHeight ? Math.max(8, place.top - box.offsetHeight - 4) : place.bottom + 4}px`;
  box.querySelector('[role=menuitem]:not(:disabled)')?.focus();
  addEventListener('pointerdown', outside, true);
}
