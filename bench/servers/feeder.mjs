// Plays frames to real clients, from memory: what they cost the client is what is measured. Speaks enough of Socket.IO to let them in.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { serve } from '../lib/actor.mjs';

const SYNC = JSON.stringify({ messages: [], cursor: {}, more: false });
const OPEN = `0${JSON.stringify({ sid: 's', upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 65_536 })}`;
const CHUNK = 200;

await serve(async () => {
  const http = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.setHeader('Content-Type', 'application/json').end(SYNC));
  });
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  let last;
  let clients = 0;
  sockets.on('connection', (ws) => {
    last = ws;
    clients++;
    ws.send(OPEN);
    ws.on('close', () => clients--);
    ws.on('message', (data) => {
      const text = data.toString();
      if (!text.startsWith('40')) return;
      ws.send('40/chat,{"sid":"s"}');
      ws.send(
        `42/chat,["login",${JSON.stringify({ success: true, id: 'alice', token: 't', expiresIn: 3600, x: 2 })}]`,
      );
    });
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  let seq = 0;
  const message = () => ({
    from: { id: 'bob', type: 1, gid: 'g'.repeat(32) },
    content: { media: 0, body: 'What is said in a conversation is about as long as this sentence.' },
    ts: 1_700_000_000_000 + seq,
    seq: ++seq,
  });
  return {
    ready: { url: `http://127.0.0.1:${http.address().port}` },
    clients: () => clients,
    /** So many messages to the last client, `batch` of them in a frame. */
    async play({ messages, batch = 1 }) {
      const frames = Array.from({ length: messages / batch }, () =>
        batch === 1
          ? `42/chat,${JSON.stringify(['message', message()])}`
          : `42/chat,${JSON.stringify(['batch', Array.from({ length: batch }, () => ['message', message()])])}`,
      );
      for (let at = 0; at < frames.length; at += CHUNK) {
        last._socket.cork();
        for (const frame of frames.slice(at, at + CHUNK)) last.send(frame);
        last._socket.uncork();
        while (last.bufferedAmount > 1 << 20) await new Promise((resolve) => setTimeout(resolve, 1));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    restart: () => void (seq = 0),
  };
});
