const two = number => String(number).padStart(2, '0');

/** 14:03:27.123 */
export function clock(milliseconds, withDay = false) {
  const date = new Date(milliseconds);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return withDay ? `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}` : time;
}

export const shortClock = milliseconds => clock(milliseconds).slice(0, 8);

export function dateTime(text) {
  return text ? clock(Date.parse(text), true).slice(0, 19) : '';
}

/** 12 µs, 3.4 ms, 1.2 s, 3 min 20 s */
export function duration(milliseconds) {
  if (milliseconds === 0) return '0';
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)} µs`;
  if (milliseconds < 1000) return `${trim(milliseconds, milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0)} ms`;
  if (milliseconds < 60000) return `${trim(milliseconds / 1000, 2)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

const trim = (number, digits) => String(Number(number.toFixed(digits)));

export const count = number => number.toLocaleString('en-US');

/** A measured value with its unit as people write it. */
export function measure(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (unit === 's') return duration(value * 1000);
  if (unit === 'ms') return duration(value);
  if (unit === 'By') return bytes(value);
  if (unit === '%') return `${trim(value, 1)} %`;
  return `${plain(value)}${suffix(unit)}`;
}

export function plain(value) {
  const size = Math.abs(value);
  if (size >= 1e9) return `${trim(value / 1e9, 2)} G`;
  if (size >= 1e6) return `${trim(value / 1e6, 2)} M`;
  if (size >= 1e4) return `${trim(value / 1e3, 1)} k`;
  return size !== 0 && size < .01 ? value.toExponential(1) : trim(value, size < 10 ? 2 : size < 100 ? 1 : 0);
}

function bytes(value) {
  const size = Math.abs(value);
  if (size >= 2 ** 30) return `${trim(value / 2 ** 30, 2)} GiB`;
  if (size >= 2 ** 20) return `${trim(value / 2 ** 20, 1)} MiB`;
  return size >= 1024 ? `${trim(value / 1024, 1)} KiB` : `${trim(value, 0)} B`;
}

// {order} and the like say what is counted; the instrument's name says it, too.
const suffix = unit => !unit || unit.startsWith('{') || unit === '1' ? '' : ` ${unit}`;

export const unitName = unit => ({ s: 'seconds', ms: 'milliseconds', By: 'bytes', 1: '' })[unit] ?? unit.replace(/[{}]/g, '');

/** One of twelve colours, always the same for a name, in the order in which names are first seen. */
const colours = new Map();
export function colourClass(name) {
  if (!colours.has(name)) colours.set(name, `r${colours.size % 12}`);
  return colours.get(name);
}
