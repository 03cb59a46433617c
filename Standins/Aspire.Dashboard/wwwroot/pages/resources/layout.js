/** How large a node of the graph is drawn. */
export const nodeSize = { width: 178, height: 48 };
const gap = { x: 92, y: 22 };

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

function columnsOf(nodes) {
  const byName = new Map(nodes.map(node => [node.name, node]));
  const back = backEdges(nodes, byName);
  const depthOf = node => node.depth ??= Math.max(0, ...[...node.in].filter(name => !back.has(`${name} ${node.name}`)).map(name => depthOf(byName.get(name)) + 1));
  nodes.forEach(depthOf);
  const columns = [];
  for (const node of nodes) (columns[node.depth] ??= []).push(node);
  const dense = columns.filter(Boolean);
  for (const column of dense) column.forEach((node, index) => { node.at = index; });
  return dense;
}

// References that close a circle (a webhook, say) do not count for the columns; who refers to most is where a walk begins.
function backEdges(nodes, byName) {
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
  for (const node of [...nodes].sort((left, right) => right.out.size - right.in.size - (left.out.size - left.in.size))) if (!state.has(node)) walk(node);
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
  columns.forEach((column, x) => column.forEach((node, y) => {
    node.x = x * (nodeSize.width + gap.x);
    node.y = (y + (tallest - column.length) / 2) * (nodeSize.height + gap.y);
  }));
}
