// Colours and weights of terminal output as classes; every other escape sequence is left out.
const sequence = /\u001b(?:\[([0-9;]*)([A-Za-z])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
const start = { bold: false, dim: false, italic: false, underline: false, colour: null, background: null };

/** Splits a line into pieces of text with the classes that they have. */
export function pieces(text) {
  const found = [];
  let state = { ...start };
  let from = 0;
  for (const match of text.matchAll(sequence)) {
    push(found, text.slice(from, match.index), state);
    from = match.index + match[0].length;
    if (match[2] === 'm') state = apply(state, (match[1] || '0').split(';').map(Number));
  }
  push(found, text.slice(from), state);
  return found;
}

export const strip = text => text.replace(sequence, '');

function push(found, text, state) {
  const visible = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  if (visible) found.push({ text: visible, className: classOf(state) });
}

function apply(state, codes) {
  const next = { ...state };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index];
    if (code === 0) Object.assign(next, start);
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 3) next.italic = true;
    else if (code === 4) next.underline = true;
    else if (code === 22) next.bold = next.dim = false;
    else if (code === 23) next.italic = false;
    else if (code === 24) next.underline = false;
    else if (code >= 30 && code <= 37) next.colour = code - 30;
    else if (code === 39) next.colour = null;
    else if (code >= 40 && code <= 47) next.background = code - 40;
    else if (code === 49) next.background = null;
    else if (code >= 90 && code <= 97) next.colour = code - 82;
    else if (code >= 100 && code <= 107) next.background = code - 92;
    else if (code === 38 || code === 48) {
      // 256 colours: the first sixteen are ours, the others are shown plain; true colours are, too.
      const colour = codes[index + 1] === 5 && codes[index + 2] < 16 ? codes[index + 2] : null;
      next[code === 38 ? 'colour' : 'background'] = colour;
      index += codes[index + 1] === 5 ? 2 : 4;
    }
  }
  return next;
}

function classOf(state) {
  const names = [];
  for (const name of ['bold', 'dim', 'italic', 'underline']) if (state[name]) names.push(`ansi-${name}`);
  if (state.colour !== null) names.push(`ansi-${state.colour}`);
  if (state.background !== null) names.push(`ansi-b${state.background}`);
  return names.join(' ');
}
