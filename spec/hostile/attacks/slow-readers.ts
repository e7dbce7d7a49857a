import { createIm } from 'rxim';
import { firstValueFrom } from 'rxjs';
import type { WebSocket } from 'ws';
import type { ServerProcess } from '../../faults/harness/server-process';
import { ended, logIn } from '../harness/bare-socket';

/** As long as a message may be. */
const BODY = 'x'.repeat(16_000);
/** More than the kernels of both sides take for one connection, and what the server may keep for it. */
const MESSAGES = (16 * 2 ** 20) / BODY.length;
const BURST = 20;

/** Says so many long messages to a group, not faster than they are acknowledged. */
const sayAll = async (speaker: WebSocket, gid: string): Promise<void> => {
  let acked = 0;
  let heard: () => void = () => undefined;
  speaker.on('message', (data: Buffer) => {
    acked += data.toString().split('"cid":"loud-').length - 1;
    heard();
  });
  for (let said = 0; said < MESSAGES;) {
    for (let i = 0; i < BURST; i++, said++) {
      const say = { to: { id: gid, type: 1 }, content: { media: 0, body: BODY }, cid: `loud-${said}` };
      speaker.send(`42/chat,${JSON.stringify(['say', say])}`);
    }
    await new Promise<void>((resolve) => {
      heard = () => acked >= said && resolve();
      heard();
    });
  }
};

/** A socket that is paused does not see its end: what it writes after that is refused. */
const droppedAt = async (reader: WebSocket): Promise<number> => {
  const probing = setInterval(() => reader.ping(undefined, undefined, () => undefined), 100);
  await ended(reader);
  clearInterval(probing);
  return performance.now();
};

/** Some log in and read nothing of what a group of theirs gets; resolves with the milliseconds until the server had dropped them all. */
export const stopReading = async (server: ServerProcess, count: number): Promise<number> => {
  if (count === 0) return 0;
  const members = Array.from({ length: count }, (_, index) => `reader-${index}`);
  const speaker = await logIn(server.clientOptions('speaker'));
  const readers = await Promise.all(members.map((id) => logIn(server.clientOptions(id))));
  const admin = createIm(server.adminOptions);
  const gid = await firstValueFrom(
    admin.groups.create({ owner: 'speaker', name: 'loud', members: ['speaker', ...members] }),
  );
  await admin.close();
  for (const reader of readers) reader.pause();
  const dropped = Promise.all(readers.map(droppedAt));
  await sayAll(speaker, gid);
  const said = performance.now();
  const last = Math.max(...(await dropped));
  speaker.terminate();
  return Math.round(Math.max(last - said, 0));
};
