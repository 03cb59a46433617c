import { preference } from './preferences.js';

const two = number => String(number).padStart(2, '0');
const isTwelve = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12;

/** Whether the clock has twelve hours: as was chosen, or as the browser's language has it. */
export const hasTwelveHours = () => preference('hours') === 'system' ? isTwelve : preference('hours') === '12';

const isUtc = () => preference('zone') === 'utc';

function text(milliseconds, withDay, withFraction) {
  const local = new Date(milliseconds);
  // In UTC, or as if the local time were UTC: so that one set of getters reads both.
  const date = isUtc() ? local : new Date(milliseconds - local.getTimezoneOffset() * 60000);
  const hours = date.getUTCHours();
  const hour = hasTwelveHours() ? hours % 12 || 12 : hours;
  const time = `${two(hour)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}${withFraction ? `.${String(date.getUTCMilliseconds()).padStart(3, '0')}` : ''}${hasTwelveHours() ? hours < 12 ? ' AM' : ' PM' : ''}`;
  return withDay ? `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${time}${isUtc() ? ' UTC' : ''}` : time;
}

/** 14:03:27.123, or 02:03:27.123 PM */
export const clock = (milliseconds, withDay = false) => text(milliseconds, withDay, true);

/** 14:03:27 */
export const shortClock = (milliseconds, withDay = false) => text(milliseconds, withDay, false);

export const dateTime = moment => moment ? shortClock(Date.parse(moment), true) : '';

/** What a time axis says: seconds only where marks are less than a minute apart. */
export function tickClock(milliseconds, step) {
  const whole = shortClock(milliseconds);
  return step >= 60000 ? whole.replace(/:\d\d(?= |$)/, '') : whole;
}

/** Milliseconds by which the clock is ahead of UTC: marks of an axis stand at its full minutes and hours. */
export const clockOffset = milliseconds => isUtc() ? 0 : -new Date(milliseconds).getTimezoneOffset() * 60000;

/** How wide a column of times is. */
export const clockWidth = () => hasTwelveHours() ? '116px' : '92px';
export const shortClockWidth = () => hasTwelveHours() ? '86px' : '62px';

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

/** 1 line, 2 lines */
export const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

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
