// As much of NATS over WebSocket as a room takes.
import { openWire } from './wire.mjs';

const CRLF = Buffer.from('\r\n');

/** Opens a connection that is subscribed to `subject`; `send(...texts)` publishes there. */
export const openNats = async (url, subject) => {
  let rest = Buffer.alloc(0);
  const nats = { onMessage: () => undefined };
  const wire = await openWire(url, (chunk, start, end) => {
    const part = chunk.subarray(start, end);
    const data = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    let at = 0;
    for (;;) {
      const line = data.indexOf(CRLF, at);
      if (line < 0) break;
      if (data[at] === 0x4d) {
        const size = Number(data.toString('latin1', data.lastIndexOf(0x20, line) + 1, line));
        if (line + 4 + size > data.length) break;
        nats.onMessage(data, line + 2, line + 2 + size);
        at = line + 4 + size;
      } else {
        if (data.toString('latin1', at, line) === 'PING') raw('PONG\r\n');
        at = line + 2;
      }
    }
    rest = Buffer.from(data.subarray(at));
  });
  const raw = wire.send;
  raw('CONNECT {"verbose":false,"pedantic":false,"echo":false}\r\n', `SUB ${subject} 1\r\n`);
  return Object.assign(nats, {
    send: (...texts) =>
      raw(texts.map((text) => `PUB ${subject} ${Buffer.byteLength(text)}\r\n${text}\r\n`).join('')),
    end: wire.end,
  });
};
