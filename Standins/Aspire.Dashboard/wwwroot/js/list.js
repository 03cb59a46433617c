import { h, replace } from './dom.js';

const rowHeight = 30;
const spare = 10;
let lists = 0;

/**
 * A list of any length of which only what is seen is in the page. Rows are of one height. Up, Down, PageUp, PageDown, Home and End
 * move the selection, and open what is selected where that stands beside the list; Enter opens it where it is another page.
 */
export class VirtualList {
  constructor({ label, columns, row, onSelect, keyOf, follow = false, empty, height = rowHeight, opensByEnter = false }) {
    Object.assign(this, { row, onSelect, keyOf, follow, columns, height, opensByEnter });
    this.id = `list-${++lists}`;
    this.items = [];
    this.selectedKey = null;
    this.body = h('div', { className: 'grid-body', role: 'rowgroup' });
    this.head = columns && h('div', { className: 'grid-head', role: 'row' }, columns.map(column => h('div', { role: 'columnheader' }, column.title)));
    this.empty = h('div', { className: 'hidden' });
    this.element = h('div', { className: 'grid', role: 'grid', 'aria-label': label, tabindex: '0', onscroll: () => this.#onScroll(), onkeydown: event => this.#onKey(event) },
      this.head && h('div', { className: 'grid-top', role: 'rowgroup' }, this.head), this.body);
    this.shell = h('div', { className: 'panel', style: { flex: '1' } }, this.element, this.empty);
    this.emptyContent = empty;
    this.template = columns?.map(column => column.width).join(' ');
    if (this.head) this.head.style.gridTemplateColumns = this.template;
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  set(items) {
    this.items = items;
    const atEnd = this.follow && this.isAtEnd !== false;
    this.body.style.height = `${items.length * this.height}px`;
    this.element.setAttribute('aria-rowcount', items.length);
    const isEmpty = items.length === 0;
    this.element.classList.toggle('hidden', isEmpty);
    this.empty.className = isEmpty ? 'empty-host' : 'hidden';
    if (isEmpty) replace(this.empty, this.emptyContent?.());
    if (atEnd) this.element.scrollTop = this.element.scrollHeight;
    this.draw();
  }

  scrollToEnd() {
    this.isAtEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  select(key, open = true) {
    this.selectedKey = key;
    // Who reads an entry does not want it to run away.
    if (open) this.isAtEnd = false;
    this.draw();
    const item = this.items.find(candidate => this.keyOf(candidate) === key);
    if (item && open) this.onSelect?.(item);
  }

  reveal(index) {
    const top = index * this.height;
    const seen = this.element.clientHeight - (this.head?.parentElement.offsetHeight ?? 0);
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + this.height > this.element.scrollTop + seen) this.element.scrollTop = top + this.height - seen;
  }

  draw() {
    if (this.items.length === 0) return this.body.replaceChildren();
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.height) - spare);
    const last = Math.min(this.items.length, Math.ceil((this.element.scrollTop + this.element.clientHeight) / this.height) + spare);
    const rows = [];
    for (let index = first; index < last; index++) rows.push(this.#rowOf(this.items[index], index));
    this.body.replaceChildren(...rows);
    const selected = rows.find(row => row.classList.contains('selected'));
    if (selected) this.element.setAttribute('aria-activedescendant', selected.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #rowOf(item, index) {
    const key = this.keyOf(item);
    const row = this.row(item, index);
    row.id = `${this.id}-${index}`;
    row.classList.add('grid-row');
    row.classList.toggle('selected', key === this.selectedKey);
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', index + 1);
    if (this.onSelect) row.setAttribute('aria-selected', key === this.selectedKey);
    row.style.top = `${index * this.height}px`;
    row.style.height = `${this.height}px`;
    if (this.template) row.style.gridTemplateColumns = this.template;
    for (const cell of row.children) if (!cell.hasAttribute('role')) cell.setAttribute('role', 'gridcell');
    if (this.onSelect) row.addEventListener('click', event => event.target.closest('a, button') || this.select(key));
    return row;
  }

  #onScroll() {
    this.isAtEnd = this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - this.height;
    this.draw();
  }

  #onKey(event) {
    if (event.target !== this.element || !this.onSelect || this.items.length === 0) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.height) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.items.length, End: this.items.length };
    const current = this.items.findIndex(item => this.keyOf(item) === this.selectedKey);
    if (event.key === 'Enter' && current >= 0) this.onSelect(this.items[current]);
    if (!(event.key in steps)) return;
    event.preventDefault();
    const next = Math.min(this.items.length - 1, Math.max(0, (current < 0 && steps[event.key] > 0 ? -1 : current) + steps[event.key]));
    this.reveal(next);
    this.select(this.keyOf(this.items[next]), !this.opensByEnter);
  }
}
