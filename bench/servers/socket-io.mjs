// The peer: stock Socket.IO 4 with default settings, which stores nothing and acknowledges what it has passed on.
import { Server } from 'socket.io';
import { createServer } from 'node:http';
import { serve } from '../lib/actor.mjs';

await serve(async ({ port = 0 }) => {
  const http = createServer();
  const io = new Server(http);
  io.on('connection', (socket) => {
    socket.on('join', (room) => void socket.join(room));
    socket.on('say', ({ to, ...message }, done) => {
      socket.to(to).emit('message', message);
      done?.({ ts: Date.now() });
    });
  });
  await new Promise((resolve) => http.listen(port, '127.0.0.1', resolve));
  return { ready: { url: `http://127.0.0.1:${http.address().port}` } };
});
