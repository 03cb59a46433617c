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
