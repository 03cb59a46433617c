/** How large a node of the graph is drawn. */
export const nodeSize = { width: 176, height: 48 };
const gap = { x: 54, least: 34, most: 84 };
// What of its width a graph is high, about as the page has room for it.
const proportion = .5;
const mostPaired = 60;

/**
 * Places resources in columns: who refers stands left of what it refers to. Within a column they are ordered so that lines cross
 * little: each at the mean of its neighbours, swept a few times to and fro.
 */
export function layout(resources) {
  const nodes = new Map();
  for (const resource of resources) if (!nodes.has(resource.name)) nodes.set(resource.name, { name: resource.name, resources: resources.filter(r => r.name === resource.name), out: new Set(), in: new Set() });
  for (const resource of resources) {
    for (const relation of resource.relations) connect(nodes, resource.name, relation.resource);
    if (resource.parent) connect(nodes, resource.name, resource.parent);
  }
  const columns = columnsOf([...nodes.values()]);
  for (let sweep = 0; sweep < 8; sweep++) {
    const order = sweep % 2 === 0 ? columns : [...columns].reverse();
    for (const column of order) sort(column, sweep % 2 === 0 ? 'in' : 'out', nodes);
  }
  place(columns);
  const edges = [...nodes.values()].flatMap(node => [...node.out].map(name => ({ from: node, to: nodes.get(name) })));
  return { nodes: [...nodes.values()], edges };
}

function connect(nodes, from, to) {
  if (from === to || !nodes.has(from) || !nodes.has(to)) return;
  nodes.get(from).out.add(to);
  nodes.get(to).in.add(from);
}

// A circle of references (a webhook, say) has no first column. Of all the places to begin at, the one that needs the fewest columns
// and the fewest lines back says best who calls whom; two places, because there may be two circles.
function columnsOf(nodes) {
  const byName = new Map(nodes.map(node => [node.name, node]));
  let best = null;
  for (const first of nodes) {
    for (const second of nodes.length <= mostPaired ? nodes : [first]) {
      const back = backEdges([first, second, ...nodes], byName);
      const depths = depthsOf(nodes, byName, back);
      const deepest = Math.max(...depths.values());
      if (!best || deepest < best.deepest || (deepest === best.deepest && back.size < best.lines)) best = { depths, deepest, lines: back.size };
    }
  }
  const columns = [];
  for (const node of nodes) (columns[best.depths.get(node)] ??= []).push(node);
  const dense = columns.filter(Boolean);
  for (const column of dense) column.forEach((node, index) => { node.at = index; });
  return dense;
}

function depthsOf(nodes, byName, back) {
  const depths = new Map();
  const depthOf = node => {
    if (!depths.has(node)) depths.set(node, Math.max(0, ...[...node.in].filter(name => !back.has(`${name} ${node.name}`)).map(name => depthOf(byName.get(name)) + 1)));
    return depths.get(node);
  };
  nodes.forEach(depthOf);
  return depths;
}

// References that close a circle when one walks along them in this order.
function backEdges(order, byName) {
  const found = new Set();
  const state = new Map();
  const walk = node => {
    state.set(node, 'open');
    for (const name of node.out) {
      const next = byName.get(name);
      if (state.get(next) === 'open') found.add(`${node.name} ${name}`);
      else if (!state.has(next)) walk(next);
    }
    state.set(node, 'done');
  };
  for (const node of order) if (!state.has(node)) walk(node);
  return found;
}

function sort(column, side, nodes) {
  for (const node of column) {
    const near = [...node[side]].map(name => nodes.get(name).at);
    node.weight = near.length > 0 ? near.reduce((sum, at) => sum + at, 0) / near.length : node.at;
  }
  column.sort((left, right) => left.weight - right.weight);
  column.forEach((node, index) => { node.at = index; });
}

function place(columns) {
  const tallest = Math.max(1, ...columns.map(column => column.length));
  const width = columns.length * (nodeSize.width + gap.x);
  const between = Math.min(gap.most, Math.max(gap.least, width * proportion / tallest - nodeSize.height));
  columns.forEach((column, x) => column.forEach((node, y) => {
    node.x = x * (nodeSize.width + gap.x);
    node.y = (y + (tallest - column.length) / 2) * (nodeSize.height + between);
  }));
}
