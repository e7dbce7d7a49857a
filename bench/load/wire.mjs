// A WebSocket client that does as little as possible, so that the load generator is not what is measured.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const NOTHING = Buffer.alloc(0);

const masked = (text) => {
  const body = Buffer.from(text);
  const { length } = body;
  const header = length < 126 ? 6 : 8;
  const frame = Buffer.alloc(header + length);
  frame[0] = 0x81;
  if (length < 126) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  // The mask is zero: it has to be there, and need not hide anything.
  body.copy(frame, header);
  return frame;
};

/** Opens a connection; `onFrame(buffer, start, end, wire)` gets each frame's payload in place. */
export const openWire = (url, onFrame) =>
  new Promise((resolve, reject) => {
    const { hostname, port, pathname, search } = new URL(url);
    const tcp = connect({ host: hostname, port: Number(port), noDelay: true });
    let rest = NOTHING;
    let upgraded = false;
    const wire = {
      send: (...texts) => tcp.write(Buffer.concat(texts.map(masked))),
      end: () => tcp.destroy(),
      onFrame,
    };
    tcp.once('error', reject);
    tcp.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    tcp.on('data', (chunk) => {
      let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let at = 0;
      if (!upgraded) {
        const end = data.indexOf('\r\n\r\n');
        if (end < 0) {
          rest = data;
          return;
        }
        if (!data.toString('latin1', 0, 12).includes(' 101')) {
          reject(new Error(data.toString('latin1', 0, end)));
          return;
        }
        upgraded = true;
        at = end + 4;
        tcp.off('error', reject);
        tcp.on('error', () => undefined);
        resolve(wire);
      }
      for (;;) {
        if (data.length - at < 2) break;
        let length = data[at + 1] & 127;
        let header = 2;
        if (length === 126) {
          if (data.length - at < 4) break;
          length = data.readUInt16BE(at + 2);
          header = 4;
        } else if (length === 127) {
          if (data.length - at < 10) break;
          length = Number(data.readBigUInt64BE(at + 2));
          header = 10;
        }
        const end = at + header + length;
        if (end > data.length) break;
        wire.onFrame(data, at + header, end, wire);
        at = end;
      }
      // A copy, lest a few bytes hold on to the whole chunk.
      rest = at < data.length ? Buffer.from(data.subarray(at)) : NOTHING;
    });
  });

const PING = 0x32;
const ACK = 0x33;
const SPEECH = Buffer.from('["');

/**
 * Opens a connection and speaks Socket.IO on it as far as needed: enters the namespace with this login, answers pings, and hands over
 * what are events: `onEvent(buffer, start, end)` from the array on; `onAck(1)` tells of an acknowledgement of Socket.IO's own.
 */
export const openSocketIo = async (url, { namespace = '', auth, until, onEvent }) => {
  let entered;
  const ready = new Promise((resolve) => (entered = resolve));
  let seen = false;
  const wire = await openWire(
    `${url}/socket.io/?EIO=4&transport=websocket`,
    (data, start, end, { send, onEvent: hear, onAck }) => {
      if (data[start] === PING) {
        send('3');
        return;
      }
      if (!seen) {
        const text = data.toString('utf8', start, end);
        if (text.startsWith('0')) send(`40${namespace}${auth === undefined ? '' : JSON.stringify(auth)}`);
        else if (text.startsWith(until)) {
          seen = true;
          entered(text);
        } else if (text.startsWith('44')) throw new Error(text);
        return;
      }
      if (data[start + 1] === ACK) {
        onAck?.(1);
        return;
      }
      const from = data.indexOf(SPEECH, start);
      if (from >= 0 && from < end) hear?.(data, from, end);
    },
  );
  wire.onEvent = onEvent;
  const login = await ready;
  return Object.assign(wire, { login });
};
