import { h, replace, s } from './dom.js';
import { clock, clockOffset, hasTwelveHours, measure, plain, shortClock, tickClock } from './format.js';

const pad = { left: 62, right: 14, top: 10, bottom: 24 };

/** A line chart: values over time with a readable scale, a cursor that tells them, and exemplars as dots that can be followed. Without a height it is as high as there is room. */
export function chartView({ height, onExemplar, label, compact = false } = {}) {
  const svg = s('svg', { class: 'chart', role: onExemplar ? 'group' : 'img', height, 'aria-label': label ?? 'Chart' });
  const tip = h('div', { className: 'chart-tip hidden' });
  const element = h('div', { className: `chart-host ${height ? '' : 'filling'}` }, svg, tip);
  let chart = null;
  const hidden = new Set();
  const box = { ...pad, ...(compact ? { left: 8, right: 8, top: 6, bottom: 6 } : {}) };
  const tall = () => height ?? element.clientHeight;
  const shown = () => chart.lines.filter(line => !hidden.has(line.name));

  function draw() {
    const width = svg.clientWidth || element.clientWidth;
    if (!chart || !width || !tall()) return replace(svg);
    const lines = shown();
    const scale = scaleOf(chart, lines, width, tall(), box);
    replace(svg, compact ? [] : [grid(scale, chart, width, box), times(chart, scale, tall(), box)], compact && lines.length > 0 && area(lines[0], scale),
      lines.map(line => s('path', { class: `chart-line ${classOf(chart, line)}`, d: pathOf(line.values, scale) })),
      // A value between two that are missing has no line, so it is a dot.
      lines.flatMap(line => lonely(line.values).map(index => s('circle', { class: `chart-dot ${classOf(chart, line)}`, cx: scale.x(index), cy: scale.y(line.values[index]), r: 2.2 }))),
      onExemplar && exemplars(chart, scale, onExemplar));
  }
  svg.addEventListener('pointermove', event => chart && point(event.offsetX));
  svg.addEventListener('pointerleave', () => {
    tip.classList.add('hidden');
    svg.querySelector('.cursor')?.remove();
  });

  function point(at) {
    const scale = scaleOf(chart, shown(), svg.clientWidth, tall(), box);
    const index = Math.round((at - box.left) / Math.max(1, scale.width) * (scale.count - 1));
    if (index < 0 || index >= scale.count) return tip.classList.add('hidden');
    svg.querySelector('.cursor')?.remove();
    svg.append(s('line', { class: 'cursor', x1: scale.x(index), x2: scale.x(index), y1: box.top, y2: tall() - box.bottom }));
    const rows = shown().map(line => [line, line.values[index]]).filter(([, value]) => value !== null).sort((left, right) => right[1] - left[1]).slice(0, 12);
    replace(tip, h('div', { className: 'muted number' }, shortClock(chart.start + index * chart.step)), rows.map(([line, value]) => h('div', {}, h('span', { className: `swatch ${classOf(chart, line)}` }), line.name && `${line.name} `, h('strong', { className: 'number' }, valueText(chart, value)))));
    tip.classList.remove('hidden');
    tip.style.left = `${Math.min(Math.max(0, scale.x(index) + 12), svg.clientWidth - tip.offsetWidth)}px`;
  }
  new ResizeObserver(draw).observe(element);
  return {
    element,
    set(next) { chart = next; draw(); },
    toggle(name) { if (!hidden.delete(name)) hidden.add(name); draw(); return !hidden.has(name); },
    hidden,
  };
}

export const classOf = (chart, line) => `r${chart.lines.indexOf(line) % 12}`;

/** A rate is of what is counted; everything else has the instrument's unit. */
export function valueText(chart, value) {
  if (value === null || value === undefined) return '–';
  if (chart.shows === 'rate') return `${plain(value)}/s`;
  return chart.shows === 'count' ? plain(value) : measure(value, chart.unit);
}

function scaleOf(chart, lines, width, height, box) {
  const values = lines.flatMap(line => line.values).filter(value => value !== null && Number.isFinite(value));
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const step = niceStep((highest - lowest || 1) / 4);
  const top = Math.max(step, Math.ceil(highest / step) * step);
  const bottom = Math.floor(lowest / step) * step;
  const count = Math.max(2, chart.lines[0]?.values.length ?? 2);
  const inner = width - box.left - box.right;
  return {
    count, top, bottom, step, width: inner,
    x: index => box.left + index / (count - 1) * inner,
    y: value => box.top + (1 - (value - bottom) / (top - bottom)) * (height - box.top - box.bottom),
  };
}

function niceStep(raw) {
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].find(factor => factor * power >= raw) * power;
}

function grid(scale, chart, width, box) {
  const marks = [];
  for (let value = scale.bottom; value <= scale.top + scale.step / 2; value += scale.step) marks.push(value);
  return marks.map(value => s('g', {}, s('line', { class: 'chart-grid', x1: box.left, x2: width - box.right, y1: scale.y(value), y2: scale.y(value) }),
    s('text', { class: 'chart-label', x: box.left - 8, y: scale.y(value) + 4, 'text-anchor': 'end' }, valueText(chart, value))));
}

const second = 1000;
const timeSteps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800].map(seconds => seconds * second);

// Marks stand at full seconds, minutes or hours of the visitor's clock, as near to each other as their texts allow.
function times(chart, scale, height, box) {
  const span = (scale.count - 1) * chart.step;
  const most = Math.max(2, Math.floor(scale.width / (hasTwelveHours() ? 104 : 84)));
  const step = timeSteps.find(candidate => span / candidate <= most) ?? timeSteps.at(-1);
  const offset = clockOffset(chart.start);
  const found = [];
  for (let time = Math.ceil((chart.start + offset) / step) * step - offset; time <= chart.start + span; time += step) {
    const x = scale.x((time - chart.start) / chart.step);
    found.push(s('line', { class: 'chart-grid faint', x1: x, x2: x, y1: box.top, y2: height - box.bottom }),
      s('text', { class: 'chart-label', x: Math.max(x, box.left - 6), y: height - box.bottom + 17, 'text-anchor': x < box.left + 24 ? 'start' : x > scale.x(scale.count - 1) - 24 ? 'end' : 'middle' }, tickClock(time, step)));
  }
  return found;
}

function pathOf(values, scale) {
  let path = '';
  values.forEach((value, index) => {
    if (value === null) return;
    path += `${index > 0 && values[index - 1] !== null ? 'L' : 'M'}${scale.x(index).toFixed(1)} ${scale.y(value).toFixed(1)}`;
  });
  return path;
}

const lonely = values => values.map((value, index) => value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null ? index : -1).filter(index => index >= 0);

// Where nothing was measured nothing is filled.
function area(line, scale) {
  const base = scale.y(scale.bottom);
  const runs = [];
  line.values.forEach((value, index) => {
    if (value === null) return;
    if ((line.values[index - 1] ?? null) === null) runs.push([]);
    runs.at(-1).push([index, value]);
  });
  return s('path', { class: 'chart-area r0', d: runs.filter(run => run.length > 1).map(run => `M${scale.x(run[0][0])} ${base}${run.map(([index, value]) => `L${scale.x(index).toFixed(1)} ${scale.y(value).toFixed(1)}`).join('')}L${scale.x(run.at(-1)[0])} ${base}Z`).join('') });
}

export const hasExemplars = chart => ['percentiles', 'average', 'p50', 'p90', 'p99'].includes(chart.shows) && chart.exemplars.length > 0;

function exemplars(chart, scale, onExemplar) {
  if (!hasExemplars(chart)) return [];
  return chart.exemplars.map(exemplar => {
    const x = scale.x((exemplar.time - chart.start) / chart.step);
    if (exemplar.value > scale.top || x < pad.left || x > pad.left + scale.width + 1) return null;
    return s('circle', { class: 'exemplar', cx: x, cy: scale.y(exemplar.value), r: 3.4, tabindex: 0, role: 'link', 'aria-label': `Trace of ${measure(exemplar.value, chart.unit)} at ${clock(exemplar.time)}`, onclick: () => onExemplar(exemplar), onkeydown: event => event.key === 'Enter' && onExemplar(exemplar) },
      s('title', {}, `${measure(exemplar.value, chart.unit)} at ${clock(exemplar.time)}: open the trace`));
  });
}
