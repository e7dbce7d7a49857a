import { randomBytes } from 'node:crypto';
import type { ServerProcess } from '../../faults/harness/server-process';
import { ended, logIn, tcpOf } from '../harness/bare-socket';
import { wsFrame } from '../harness/ws-frame';

const TEXT = 1;
const MORE = 0;
const PING = 9;
const CLOSE = 8;

const text = (value: string): Buffer => Buffer.from(value);
const many = (count: number, frame: Buffer): Buffer => Buffer.concat(Array<Buffer>(count).fill(frame));

/** Bytes that no client writes, by what is wrong with them. Each costs its socket. */
const BROKEN: Readonly<Record<string, Buffer>> = {
  'a length of 2^62': wsFrame({ opcode: TEXT, length: 2n ** 62n }),
  'a length above the limit': wsFrame({ opcode: TEXT, length: 2 ** 16 + 1 }),
  'no mask': wsFrame({ opcode: TEXT, payload: text('3'), masked: false }),
  'an opcode that is none': wsFrame({ opcode: 5, payload: text('3') }),
  'reserved bits': wsFrame({ opcode: TEXT, payload: text('3'), rsv: 4 }),
  'a fragment of nothing': wsFrame({ opcode: MORE, payload: text('3') }),
  'a message in a message': many(2, wsFrame({ opcode: TEXT, payload: text('3'), fin: false })),
  'a ping in fragments': wsFrame({ opcode: PING, fin: false }),
  'a ping that is too long': wsFrame({ opcode: PING, payload: Buffer.alloc(126) }),
  'no UTF-8': wsFrame({ opcode: TEXT, payload: Buffer.from([0x34, 0xff, 0xfe]) }),
  'a close code that is none': wsFrame({ opcode: CLOSE, payload: Buffer.from([0, 1]) }),
  'half a close code': wsFrame({ opcode: CLOSE, payload: Buffer.from([3]) }),
  'fragments above the limit': Buffer.concat([
    wsFrame({ opcode: TEXT, payload: text('42/chat,["say",'), fin: false }),
    many(70, wsFrame({ opcode: MORE, payload: Buffer.alloc(1024, 0x20), fin: false })),
  ]),
  'fragments without content and without end': Buffer.concat([
    wsFrame({ opcode: TEXT, fin: false }),
    many(20_000, wsFrame({ opcode: MORE, fin: false })),
  ]),
  'another protocol': text('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
  noise: randomBytes(4096),
};

/** Sends them over and over; resolves with how many sockets they cost, which is all of them. */
export const breakFrames = async (server: ServerProcess, rounds: number): Promise<number> => {
  let lost = 0;
  for (let round = 0; round < rounds; round++) {
    await Promise.all(
      Object.values(BROKEN).map(async (bytes) => {
        const socket = await logIn(server.clientOptions('breaker'));
        tcpOf(socket).write(bytes);
        // Noise may be the beginning of a frame that is allowed, and its end is awaited for ever.
        if (bytes === BROKEN['noise']) socket.terminate();
        await ended(socket);
        lost++;
      }),
    );
  }
  return lost;
};
