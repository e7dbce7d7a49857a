import type { ServerProcess } from '../../faults/harness/server-process';
import { ended, logIn, tcpOf } from '../harness/bare-socket';
import { wsFrame } from '../harness/ws-frame';

const TEXT = 1;
const MORE = 0;
const PING = 9;

/** One message, a byte a frame, with a ping between any two of them. */
const inPieces = (frame: string): Buffer =>
  Buffer.concat(
    [...Buffer.from(frame)].flatMap((byte, index, { length }) => [
      wsFrame({
        opcode: index === 0 ? TEXT : MORE,
        payload: Buffer.from([byte]),
        fin: index === length - 1,
      }),
      wsFrame({ opcode: PING, payload: Buffer.from('ping') }),
    ]),
  );

/** Says messages in fragments, which are as good as any others: resolves when all are acknowledged. */
export const sayInFragments = async (server: ServerProcess, messages: number): Promise<number> => {
  const socket = await logIn(server.clientOptions('stutterer'));
  const lost = ended(socket).then(() => Promise.reject(new Error('fragments cost the socket')));
  for (let said = 0; said < messages; said++) {
    const cid = `piece-${said}`;
    const acked = new Promise<void>((resolve) => {
      const heard = (data: Buffer): void => {
        if (!data.includes(cid)) return;
        socket.off('message', heard);
        resolve();
      };
      socket.on('message', heard);
    });
    const say = { to: { id: 'stutterer', type: 4 }, content: { media: 0, body: 'x'.repeat(1_000) }, cid };
    tcpOf(socket).write(inPieces(`42/chat,${JSON.stringify(['say', say])}`));
    await Promise.race([acked, lost]);
  }
  lost.catch(() => undefined);
  socket.terminate();
  return messages;
};
