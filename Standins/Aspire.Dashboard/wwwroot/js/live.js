import { get } from './api.js';

// One connection, any number of subscriptions; after an interruption all of them begin anew, each with all there is.
const subscriptions = new Map();
const listeners = new Set();
const longestPause = 5000;
let socket;
let nextId = 1;
let pause = 250;

export let isConnected = false;

/** Calls back with everything that is pushed for a topic; returns what ends it. */
export function subscribe(topic, args, receive) {
  const id = nextId++;
  const texts = Object.fromEntries(Object.entries(args ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '').map(([key, value]) => [key, String(value)]));
  subscriptions.set(id, { request: { id, topic, arguments: texts }, receive });
  send({ id, topic, arguments: texts });
  return () => {
    subscriptions.delete(id);
    send({ id });
  };
}

export function onConnection(listener) {
  listeners.add(listener);
  listener(isConnected);
}

function send(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function tell(connected) {
  isConnected = connected;
  for (const listener of listeners) listener(connected);
}

export function connect() {
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
  socket.addEventListener('open', () => {
    pause = 250;
    tell(true);
    for (const { request } of subscriptions.values()) send(request);
  });
  socket.addEventListener('message', event => {
    const { id, data } = JSON.parse(event.data);
    subscriptions.get(id)?.receive(data);
  });
  socket.addEventListener('close', () => {
    tell(false);
    setTimeout(reconnect, pause);
    pause = Math.min(pause * 2, longestPause);
  });
}

// Asks first whether the cookie still holds: a new app host has another token, and then the login page is shown.
async function reconnect() {
  try {
    await get('/api/application');
    connect();
  } catch (error) {
    if (error.status !== 401) {
      setTimeout(reconnect, pause);
      pause = Math.min(pause * 2, longestPause);
    }
  }
}
