// The limit of a room's fan-out: `ws`, a frame encoded once, sockets corked until the turn of the event loop is over.
import { Sender, WebSocketServer } from 'ws';
import { serve } from '../lib/actor.mjs';

await serve(async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  const members = new Set();
  let corked = new Set();
  const uncork = () => {
    const all = corked;
    corked = new Set();
    for (const tcp of all) tcp.uncork();
  };
  server.on('connection', (ws) => {
    const tcp = ws._socket;
    members.add(tcp);
    ws.once('close', () => members.delete(tcp));
    ws.on('message', (data) => {
      const [head, body] = Sender.frame(data, {
        fin: true,
        opcode: 1,
        mask: false,
        readOnly: true,
        rsv1: false,
      });
      const frame = Buffer.concat([head, body]);
      for (const member of members) {
        if (member === tcp) continue;
        if (!corked.has(member)) {
          if (corked.size === 0) setImmediate(uncork);
          corked.add(member);
          member.cork();
        }
        member.write(frame);
      }
    });
  });
  return { ready: { url: `http://127.0.0.1:${server.address().port}` } };
});
