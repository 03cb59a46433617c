import { empty, iconButton } from '/js/controls.js';
import { h, replace, s } from '/js/dom.js';
import { iconOf, icon } from '/js/icons.js';
import { stateText, tone } from '/js/state.js';
import { layout, nodeSize } from './layout.js';

const margin = 40;

/** The resources and who refers to whom, with their states as they change. */
export function graph({ select, selected }) {
  const drawing = s('svg', { class: 'graph', role: 'group', 'aria-label': 'Resources and their references' });
  const element = h('div', { className: 'panel graph-host', style: { flex: '1' } }, drawing, h('div', { className: 'graph-tools' },
    iconButton('plus', 'Zoom in', () => zoom(.8)), iconButton('minus', 'Zoom out', () => zoom(1.25)), iconButton('fit', 'Fit', () => fit())));
  const nothing = h('div', { className: 'empty-host hidden' }, empty('resources', 'Nothing to draw', 'No resource matches the filter.'));
  element.append(nothing);
  let view = null;
  let bounds = null;
  let shape = '';
  let hovered = null;
  let plan = { nodes: [], edges: [] };

  const setView = next => {
    view = next;
    drawing.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
  };
  const fit = () => setView({ ...bounds });
  function zoom(factor, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) {
    if (view.width * factor > bounds.width * 4 || view.width * factor < 200) return;
    setView({ x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor, width: view.width * factor, height: view.height * factor });
  }

  drawing.addEventListener('wheel', event => {
    event.preventDefault();
    const scale = view.width / drawing.clientWidth;
    zoom(event.deltaY > 0 ? 1.12 : .89, { x: view.x + event.offsetX * scale, y: view.y + event.offsetY * scale });
  }, { passive: false });
  drawing.addEventListener('pointerdown', down => {
    if (down.target.closest('.node')) return;
    const from = { ...view };
    const scale = view.width / drawing.clientWidth;
    drawing.setPointerCapture(down.pointerId);
    drawing.onpointermove = move => setView({ ...from, x: from.x - (move.clientX - down.clientX) * scale, y: from.y - (move.clientY - down.clientY) * scale });
    drawing.onpointerup = () => { drawing.onpointermove = null; };
  });

  function draw() {
    const near = hovered ?? nameOf(selected());
    const related = new Set(near ? [near, ...plan.edges.filter(e => e.from.name === near).map(e => e.to.name), ...plan.edges.filter(e => e.to.name === near).map(e => e.from.name)] : []);
    const focused = document.activeElement?.closest?.('.node')?.dataset.name;
    replace(drawing,
      s('defs', {}, ['', ' strong'].map((kind, index) => s('marker', { id: index ? 'arrow-strong' : 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, s('path', { d: 'M0 0 8 4 0 8z', class: `arrow${kind}` })))),
      plan.edges.map(edge => line(edge, near && (edge.from.name === near || edge.to.name === near), near)),
      plan.nodes.map(node => box(node, near && !related.has(node.name))));
    if (focused) drawing.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus();
  }

  const nameOf = id => plan.nodes.find(node => node.resources.some(resource => resource.id === id))?.name ?? null;

  function box(node, isFaint) {
    const [first] = node.resources;
    const tones = node.resources.map(tone);
    const worst = ['error', 'warn', 'busy', 'ok'].find(candidate => tones.includes(candidate)) ?? '';
    const count = node.resources.length > 1 ? ` ×${node.resources.length}` : '';
    const glyph = icon(iconOf(first));
    for (const [key, value] of Object.entries({ x: 12, y: 15, width: 18, height: 18 })) glyph.setAttribute(key, value);
    return s('g', {
      class: `node ${worst} ${isFaint ? 'faint' : ''} ${node.resources.some(r => r.id === selected()) ? 'selected' : ''}`, transform: `translate(${node.x} ${node.y})`, tabindex: 0, role: 'button', 'data-name': node.name,
 onclick: () => select(first.id), onkeydown: event => event.key === 'Enter' && select(first.id),
      onpointerenter: () => { if (hovered !== node.name) { hovered = node.name; draw(); } }, onpointerleave: event => { if (hovered === node.name && !event.relatedTarget?.closest?.(`[data-name="${CSS.escape(node.name)}"]`)) { hovered = null; draw(); } },
    },
    s('rect', { width: nodeSize.width, height: nodeSize.height, rx: 8 }), glyph,
    s('text', { x: 40, y: 20, class: 'title' }, clip(node.name) + count), s('text', { x: 53, y: 36, class: 'sub' }, clip(stateText(first), 22)),
    s('circle', { cx: 44, cy: 32, r: 4, class: `mark ${worst}` }));
  }

  function update(resources, matches) {
    const wanted = resources.filter(resource => resource.type !== 'Parameter' && matches(resource));
    plan = layout(wanted);
    nothing.classList.toggle('hidden', plan.nodes.length > 0);
    const names = plan.nodes.map(node => node.name).join();
    const right = Math.max(0, ...plan.nodes.map(node => node.x + nodeSize.width));
    const bottom = Math.max(0, ...plan.nodes.map(node => node.y + nodeSize.height));
    bounds = { x: -margin, y: -margin, width: right + 2 * margin, height: bottom + 2.5 * margin };
    if (!view || names !== shape) fit();
    shape = names;
    draw();
  }
  return { element, update, select: draw };
}

function line({ from, to }, isStrong, near) {
  const props = { class: `edge ${isStrong ? 'strong' : near ? 'faint' : ''}`, 'marker-end': `url(#arrow${isStrong ? '-strong' : ''})` };
  if (to.x <= from.x) return back(from, to, props);
  const [x1, y1] = [from.x + nodeSize.width, from.y + nodeSize.height / 2];
  const [x2, y2] = [to.x - 3, to.y + nodeSize.height / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return s('path', { ...props, d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
}

// Who refers to one on its left (a webhook, say) does so from below, where the other lines are not.
function back(from, to, props) {
  const [x1, y1] = [from.x + nodeSize.width / 2, from.y + nodeSize.height];
  const [x2, y2] = [to.x + nodeSize.width / 2, to.y + nodeSize.height + 3];
  const low = Math.max(y1, y2) + 40 + Math.abs(x2 - x1) / 12;
  return s('path', { ...props, d: `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2}` });
}

const clip = (text, length = 17) => text.length > length ? `${text.slice(0, length - 1)}…` : text;
