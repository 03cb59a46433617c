import { debounce, h } from './dom.js';
import { icon } from './icons.js';

export function search(placeholder, value, onChange) {
  const input = h('input', { className: 'field', type: 'search', placeholder, 'aria-label': placeholder, value: value ?? '', spellcheck: 'false', oninput: debounce(() => onChange(input.value)), data: { search: '' } });
  return h('div', { className: 'search' }, icon('search'), input);
}

export function choice(label, options, value, onChange) {
  const box = h('select', { className: 'field', 'aria-label': label, onchange: () => onChange(box.value) },
    options.map(([key, text]) => h('option', { value: key, selected: key === (value ?? '') }, text)));
  return box;
}

/** Any number of values: a button that opens the list of them. None chosen is all. */
export function manyChoice(label, values, chosen, onChange) {
  const text = () => chosen.size === 0 ? `All (${values.length})` : chosen.size === 1 ? [...chosen][0] || '(empty)' : `${chosen.size} of ${values.length}`;
  const summary = h('summary', { className: 'button small' });
  let closing = null;
  const sync = () => {
    summary.textContent = text();
    summary.setAttribute('aria-label', `${label}: ${text()}`);
  };
  const option = value => h('label', {}, h('input', { type: 'checkbox', checked: chosen.has(value), onchange: event => {
    if (event.target.checked) chosen.add(value);
    else chosen.delete(value);
    sync();
    onChange();
  } }), h('span', {}, value || '(empty)'));
  const box = h('details', { className: 'many' }, summary, h('div', { className: 'many-list', role: 'group', 'aria-label': label }, values.map(option)));
  box.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !box.open) return;
    box.open = false;
    summary.focus();
    event.stopPropagation();
  });
  box.addEventListener('focusout', event => { if (event.relatedTarget && !box.contains(event.relatedTarget)) box.open = false; });
  box.addEventListener('toggle', () => {
    closing?.abort();
    closing = new AbortController();
    if (box.open) addEventListener('pointerdown', event => { if (!box.contains(event.target)) box.open = false; }, { capture: true, signal: closing.signal });
  });
  sync();
  return box;
}

export const button = (name, text, onclick, props = {}) => h('button', { className: 'button', onclick, ...props }, name && icon(name), text);

export const iconButton = (name, title, onclick, props = {}) => h('button', { className: 'button', title, 'aria-label': title, onclick, ...props }, icon(name));

/** A button that is in or out. */
export function toggle(name, text, value, onChange) {
  const box = h('button', {
    className: 'button', 'aria-pressed': String(value),
    onclick: () => {
      const next = box.getAttribute('aria-pressed') !== 'true';
      box.setAttribute('aria-pressed', String(next));
      onChange(next);
    },
  }, name && icon(name), text);
  return box;
}

export function tabs(label, entries, value, onChange) {
  const box = h('div', { className: 'tabs', role: 'tablist', 'aria-label': label });
  const choose = key => {
    for (const tab of box.children) {
      tab.setAttribute('aria-selected', String(tab.dataset.key === key));
      tab.tabIndex = tab.dataset.key === key ? 0 : -1;
    }
    onChange(key);
  };
  box.append(...entries.map(([key, text]) => h('button', { role: 'tab', data: { key }, 'aria-selected': String(key === value), tabindex: key === value ? '0' : '-1', onclick: () => choose(key) }, text)));
  box.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = box.children[([...box.children].indexOf(document.activeElement) + step + box.children.length) % box.children.length];
    next.focus();
    next.click();
  });
  return box;
}

export const empty = (name, title, text) => h('div', { className: 'empty' }, icon(name), h('strong', {}, title), h('p', {}, text));
