/** The spans as a tree in the order of their starts; a span whose parent has not come stands at the top. */
export function treeOf(spans) {
  const byId = new Map(spans.map(span => [span.id, { span, children: [], parent: null }]));
  const roots = [];
  for (const node of byId.values()) {
    const parent = byId.get(node.span.parent);
    if (parent && parent !== node) {
      node.parent = parent;
      parent.children.push(node);
    } else {
      roots.push(node);
    }
  }
  return roots;
}

/** The rows that are seen when some spans are folded, each with its depth. */
export function rowsOf(roots, folded, matches) {
  const rows = [];
  const wanted = node => !matches || matches(node.span) || node.children.some(wanted);
  const walk = (node, depth) => {
    if (!wanted(node)) return;
    rows.push({ node, span: node.span, depth });
    if (!folded.has(node.span.id)) for (const child of node.children) walk(child, depth + 1);
  };
  for (const root of roots) walk(root, 0);
  return rows;
}

export function depthOf(roots) {
  let deepest = 0;
  let level = roots;
  while (level.length > 0) {
    deepest++;
    level = level.flatMap(node => node.children);
  }
  return deepest;
}
