import { createIm, friend, group, image, room, text, user, type Im } from 'rxim';
import type { AdminOptions, ClientOptions } from 'rxim-server/testing';
import { filter, firstValueFrom, lastValueFrom, type Observable } from 'rxjs';
import { WebSocket } from 'ws';

/** Frames of real clients and their real server, in both directions. */
export interface Corpus {
  readonly fromClients: readonly string[];
  readonly fromServer: readonly string[];
}

interface Target {
  clientOptions(userId: string): ClientOptions;
  readonly adminOptions: AdminOptions;
}

const done = (source$: Observable<unknown>): Promise<unknown> =>
  lastValueFrom(source$, { defaultValue: undefined });

/** Lets two users, `mallory` and `victor`, do what can be done over a socket, and writes down every frame. */
export const record = async (target: Target): Promise<Corpus> => {
  const fromClients: string[] = [];
  const fromServer: string[] = [];
  class Recording extends WebSocket {
    constructor(url: string) {
      super(url);
      this.on('message', (data: Buffer) => fromServer.push(data.toString()));
    }
    override send(data: string): void {
      fromClients.push(data);
      super.send(data);
    }
  }
  const clientOf = (id: string): Im =>
    createIm({ ...target.clientOptions(id), WebSocket: Recording, installId: `${id}-phone` });
  const admin = createIm(target.adminOptions);
  const mallory = clientOf('mallory');
  const tablet = clientOf('mallory');
  const victor = clientOf('victor');
  const all = [mallory, tablet, victor];
  await Promise.all(all.map((im) => done(im.connect())));

  await done(mallory.friends.add('mallory', 'victor'));
  const members = ['mallory', 'victor'];
  const gid = await firstValueFrom(admin.groups.create({ owner: 'mallory', name: 'all', members }));
  const rid = await firstValueFrom(admin.rooms.create({ name: 'hall', members }));
  await done(admin.system.toUser('mallory', { content: text('to you') }));
  await done(victor.send({ to: friend('mallory'), content: text('hi') }));
  await done(
    mallory.send({
      to: friend('victor'),
      content: text('hello'),
      remark: 'r',
      push: { prefix: 'a', badge: 1 },
    }),
  );
  await done(mallory.send({ to: user('victor'), content: image(['http://a.test/1', 'http://a.test/2']) }));
  await done(mallory.send({ to: group(gid), content: text('all of you') }));
  await done(mallory.send({ to: room(rid), content: text('you here') }));
  const conversation = mallory.conversation(friend('victor'));
  await firstValueFrom(conversation.messages$.pipe(filter(({ length }) => length > 0)));
  conversation.markRead();
  await Promise.all([...all, admin].map((im) => im.close()));
  // What a short conversation has no need of.
  return { fromClients: [...fromClients, '42/chat,["renew",{}]', '2', '3', '1'], fromServer };
};
