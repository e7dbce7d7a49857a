// Real clients, as an application uses them, in a process whose CPU time and memory are measured.
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { createIm } from '../../dist/index.js';
import { serve } from '../lib/actor.mjs';

const settings = (url, userId) => ({
  server: url,
  appId: 'demo',
  clientKey: 'bench-client-key',
  credentials: { userId },
});

/** Resolve when the client is in; `heard` is called with every message. */
const CLIENTS = {
  ws: (url, _, heard) =>
    new Promise((resolve) => {
      const ws = new WebSocket(url, { perMessageDeflate: false });
      ws.on('message', (data) => {
        const text = data.toString();
        if (text.startsWith('0')) ws.send('40/chat,{}');
        if (!text.startsWith('42/chat,')) return;
        const [name, payload] = JSON.parse(text.slice(8));
        if (name === 'message') heard(payload);
        else resolve();
      });
    }),
  'socket.io': (url, name, heard) =>
    new Promise((resolve, reject) => {
      const socket = io(`${url}/chat`, {
        transports: ['websocket'],
        forceNew: true,
        auth: { app: 'demo', key: 'bench-client-key', client: name },
      });
      socket.on('message', heard);
      socket.on('login', resolve);
      socket.on('connect_error', reject);
    }),
  rxim: (url, name, heard) =>
    new Promise((resolve, reject) => {
      const im = createIm(settings(url, name));
      im.message$.subscribe(heard);
      im.connect().subscribe({ next: resolve, error: reject });
    }),
};

await serve(async ({ kind, url }) => {
  let heard = 0;
  let wanted = Infinity;
  let enough;
  const hear = (message) => {
    if (message.content.body !== '' && ++heard >= wanted) enough();
  };
  const open = CLIENTS[kind];
  return {
    ready: {},
    async open(count) {
      for (let at = 0; at < count; at += 50)
        await Promise.all(
          Array.from({ length: Math.min(50, count - at) }, (_, i) => open(url, `member-${at + i}`, hear)),
        );
    },
    /** Resolves with the CPU time in µs that so many messages took. */
    hear: (count) =>
      new Promise((resolve) => {
        heard = 0;
        wanted = count;
        const before = process.cpuUsage();
        enough = () => {
          wanted = Infinity;
          const { user, system } = process.cpuUsage(before);
          resolve(user + system);
        };
      }),
  };
});
