import { s } from './dom.js';

const paths = {
  resources: 'M2.5 3.5h11v4h-11zM2.5 10h11v3.5h-11zM5 5.5h.01M5 11.7h.01',
  console: 'M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10h3',
  logs: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  traces: 'M2 4h6M5 8h6M8 12h6M2 2.5v3M5 6.5v3M8 10.5v3',
  metrics: 'M2.5 2v11.5H14M5 10.5l2.5-4 2.5 2 3.5-5',
  overview: 'M2.5 9.5h3.5v4H2.5zM6.3 5.5h3.4v8H6.3zM10 2.5h3.5v11H10z',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3 14 14',
  start: 'M4.5 3v10l8-5z',
  stop: 'M4 4h8v8H4z',
  restart: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5V5h-2.5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  edit: 'M3 13l.7-3L10.500 3.200l2.300 2.300L6 12.300zM9 4.700 11.300 7',
  close: 'M4 4l8 8M12 4l-8 8',
  filter: 'M2 3.5h12L9.5 9v4l-3-1.5V9z',
  pause: 'M5 3v10M11 3v10',
  play: 'M4.5 3v10l8-5z',
  download: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  clear: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.7 9h5.6l.7-9',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  settings: 'M8 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M3.6 12.4 5 11M11 5l1.4-1.4',
  help: 'M6 6a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M8 11.7h.01M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z',
  bell: 'M4 11.500h8l-1-1.700V7a3 3 0 0 0-6 0v2.800zM7 13.500h2',
  below: 'M2.500 3h11v10h-11zM2.500 9h11',
  beside: 'M2.500 3h11v10h-11zM9.500 3v10',
  smaller: 'M2.500 13 6 4l3.500 9M3.700 10h4.600M11 4.500h4',
  usual: 'M4 13 8 3l4 10M5.300 9.700h5.400',
  larger: 'M2.500 13 6 4l3.500 9M3.700 10h4.600M11 4.500h4M13 2.500v4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 6v-3.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  warning: 'M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.8h.01',
  project: 'M2.5 4.5h4l1.5 1.5h5.5v7h-11z',
  database: 'M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2zM3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2',
  server: 'M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.8h.01M5 11.2h.01',
  key: 'M10 2.5a3.5 3.5 0 1 1-3.2 5L2.5 11.8v1.7h2v-1.5H6v-1.5l1.5-1.3M11 5h.01',
  outside: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM1.5 8h13M8 1.5c2 2 2.5 4.3 2.5 6.5S10 12.5 8 14.5C6 12.5 5.500 10.200 5.500 8S6 3.500 8 1.500',
  process: 'M2 3h12v10H2zM2 6h12M4 4.5h.01',
  link: 'M6.5 9.5l3-3M7 4.500l1-1a3 3 0 0 1 4.500 4.500l-1.200 1.200M9 11.500l-1 1A3 3 0 0 1 3.500 8l1.200-1.200',
};

export const icon = name => s('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, s('path', { d: paths[name] ?? paths.process }));

export function iconOf(resource) {
  if (resource.type === 'Parameter') return 'key';
  if (resource.type === 'Project') return 'project';
  if (resource.parent) return 'database';
  if (/external/i.test(resource.type)) return 'outside';
  return resource.type === 'Executable' ? 'process' : 'server';
}
