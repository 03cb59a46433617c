// What a visitor chose for all pages. The browser keeps it; other tabs hear of it.
const defaults = { zone: 'local', hours: 'system' };
const key = name => `dashboard.${name}`;
const listeners = new Set();

export const preference = name => localStorage.getItem(key(name)) ?? defaults[name];

export function prefer(name, value) {
  localStorage.setItem(key(name), value);
  tell();
}

export const onPreference = listener => listeners.add(listener);

addEventListener('storage', event => Object.keys(defaults).some(name => key(name) === event.key) && tell());

function tell() {
  for (const listener of listeners) listener();
}
