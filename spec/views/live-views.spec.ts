import { filter, firstValueFrom, lastValueFrom, map, type Observable, type Subscription } from 'rxjs';
import {
  createIm,
  friend,
  group,
  room,
  stranger,
  type Conversation,
  type ConversationItem,
  type ConversationSummary,
  type Im,
  type RosterEntry,
} from 'rxim';
import type { FaultProxy } from 'rxim-server/testing';
import { Devices } from '../support/devices';

const devices = new Devices();
let admin: Im;
beforeEach(() => {
  admin = createIm(devices.server.adminOptions);
  devices.closing(() => admin.close());
});

const proxied = async (userId: string): Promise<{ im: Im; proxy: FaultProxy }> => {
  const proxy = await devices.proxy();
  return { im: await devices.online(userId, proxy.url), proxy };
};

const state = (im: Im, name: Im['state']['name']) =>
  firstValueFrom(im.state$.pipe(filter((now) => now.name === name)));

/** Cuts a client off, lets `meanwhile` happen, and waits until it is online again. */
const away = async ({ im, proxy }: { im: Im; proxy: FaultProxy }, meanwhile: () => Promise<unknown>) => {
  proxy.refuse();
  proxy.cut();
  await state(im, 'waiting');
  await meanwhile();
  proxy.heal();
  await state(im, 'online');
};

/** A view that somebody looks at, and everything that it ever showed. */
class Shown<T> {
  readonly all: T[] = [];
  constructor(private readonly view$: Observable<T>) {
    const watching: Subscription = view$.subscribe((value) => this.all.push(value));
    devices.closing(() => watching.unsubscribe());
  }
  /** Waits until it shows this, and goes on showing it. */
  async becomes<U>(pick: (value: T) => U, expected: U): Promise<void> {
    const wanted = JSON.stringify(expected);
    await firstValueFrom(this.view$.pipe(filter((value) => JSON.stringify(pick(value)) === wanted)));
  }
}

const befriend = (a: string, b: string) => firstValueFrom(admin.friends.add(a, b));
const create = (userId: string) => firstValueFrom(admin.users.attributes.set(userId, {}));
const say = async (im: Im, to: Parameters<Im['send']>[0]['to'], ...bodies: string[]): Promise<void> => {
  for (const body of bodies) {
    await firstValueFrom(
      im.send({ to, content: { media: 0, body } }).pipe(filter((step) => step.state === 'sent')),
    );
  }
};

const roster = (list: readonly RosterEntry[]) =>
  list.map(({ id, online }) => `${id} ${online ? 'on' : 'off'}`);
const lines = (items: readonly ConversationItem[]) =>
  items.map((item) => (item.type === 'gap' ? `gap ${item.from}-${item.to}` : String(item.content.body)));
const rows = (list: readonly ConversationSummary[]) =>
  list.map(({ conv, last, unread }) => `${conv} ${String(last?.content.body)} ${unread}`);

/** Nothing was ever shown twice, out of order, or gone again. */
const expectSteady = (shown: Shown<readonly ConversationItem[]>): void => {
  let before: readonly string[] = [];
  for (const items of shown.all) {
    const keys = items.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const seqs = items.flatMap((item) =>
      item.type === 'message' && item.seq !== undefined ? [item.seq] : [],
    );
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(keys).toEqual(expect.arrayContaining([...before]));
    before = keys;
  }
};

describe('the roster', () => {
  it('follows friendships and presence', async () => {
    const alice = await devices.online('alice');
    const shown = new Shown(alice.friends.live$);
    await shown.becomes(roster, []);
    await create('bob');
    await befriend('bob', 'alice');
    await shown.becomes(roster, ['bob off']);
    const bob = await devices.online('bob');
    await shown.becomes(roster, ['bob on']);
    await devices.online('anna');
    await befriend('alice', 'anna');
    await shown.becomes(roster, ['anna on', 'bob on']);
    bob.disconnect();
    await shown.becomes(roster, ['anna on', 'bob off']);
    await firstValueFrom(admin.friends.remove('anna', 'alice'));
    await shown.becomes(roster, ['bob off']);
  });

  it('is right again after the connection was lost', async () => {
    const alice = await proxied('alice');
    const bob = await devices.online('bob');
    await devices.online('carol');
    await create('dave');
    await befriend('alice', 'bob');
    await befriend('alice', 'dave');
    const shown = new Shown(alice.im.friends.live$);
    await shown.becomes(roster, ['bob on', 'dave off']);
    await away(alice, async () => {
      bob.disconnect();
      await state(bob, 'idle');
      await befriend('alice', 'carol');
      await firstValueFrom(admin.friends.remove('alice', 'dave'));
    });
    await shown.becomes(roster, ['bob off', 'carol on']);
  });

  it('of a guest is empty', async () => {
    const visitor = createIm({
      ...devices.server.clientOptions('x'),
      credentials: { passenger: { id: 'visitor' } },
    });
    devices.closing(() => visitor.close());
    const errors: unknown[] = [];
    visitor.errors$.subscribe((error) => errors.push(error));
    await firstValueFrom(visitor.connect());
    await new Shown(visitor.friends.live$).becomes(roster, []);
    expect(errors).toEqual([]);
  });
});

describe('the list of conversations', () => {
  it('counts what is unread, and what one writes as read', async () => {
    const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
    await befriend('alice', 'bob');
    await say(bob, friend('alice'), '1', '2');
    const [hers, his] = [new Shown(alice.conversations$), new Shown(bob.conversations$)];
    await hers.becomes(rows, ['u:alice|u:bob 2 2']);
    await his.becomes(rows, ['u:alice|u:bob 2 0']);
    await say(bob, friend('alice'), '3');
    await hers.becomes(rows, ['u:alice|u:bob 3 3']);
    await say(alice, friend('bob'), '4');
    await hers.becomes(rows, ['u:alice|u:bob 4 0']);
    await his.becomes(rows, ['u:alice|u:bob 4 1']);
    expect(hers.all.at(-1)).toMatchObject([{ peer: friend('bob') }]);
  });

  it('has the newest message first, whoever writes', async () => {
    const [alice, bob, carol] = [
      await devices.online('alice'),
      await devices.online('bob'),
      await devices.online('carol'),
    ];
    const shown = new Shown(alice.conversations$);
    await shown.becomes(rows, []);
    await say(bob, stranger('alice'), 'a');
    await say(carol, stranger('alice'), 'b');
    await shown.becomes(rows, ['u:alice|u:carol b 1', 'u:alice|u:bob a 1']);
    await say(alice, stranger('bob'), 'c');
    await shown.becomes(rows, ['u:alice|u:bob c 0', 'u:alice|u:carol b 1']);
    await firstValueFrom(admin.system.toUser('alice', { content: { media: 0, body: 'd' } }));
    await shown.becomes(rows, ['s:u:alice d 1', 'u:alice|u:bob c 0', 'u:alice|u:carol b 1']);
    expect(shown.all.at(-1)?.[0]).not.toHaveProperty('peer');
  });

  it('learns on one device what was read on the other, and what was written there', async () => {
    const [phone, laptop, bob] = [
      await devices.online('alice'),
      await devices.online('alice'),
      await devices.online('bob'),
    ];
    const [onPhone, onLaptop] = [new Shown(phone.conversations$), new Shown(laptop.conversations$)];
    await say(bob, stranger('alice'), '1', '2');
    await onLaptop.becomes(rows, ['u:alice|u:bob 2 2']);
    const talk = phone.conversation(stranger('bob'));
    await new Shown(talk.messages$).becomes(lines, ['1', '2']);
    talk.markRead();
    await onPhone.becomes(rows, ['u:alice|u:bob 2 0']);
    await onLaptop.becomes(rows, ['u:alice|u:bob 2 0']);
    await say(bob, stranger('alice'), '3');
    await onLaptop.becomes(rows, ['u:alice|u:bob 3 1']);
    await say(phone, stranger('bob'), '4');
    await onLaptop.becomes(rows, ['u:alice|u:bob 4 0']);
    const third = await devices.online('alice');
    await new Shown(third.conversations$).becomes(rows, ['u:alice|u:bob 4 0']);
  });

  it('forgets a group that the user is out of, and counts only what it may read', async () => {
    const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
    const id = await firstValueFrom(bob.groups.create({ owner: 'bob' }));
    await say(bob, group(id), '1', '2');
    const shown = new Shown(alice.conversations$);
    await shown.becomes(rows, []);
    await firstValueFrom(bob.groups.addMembers(id, ['alice']));
    await say(bob, group(id), '3');
    await shown.becomes(rows, [`g:${id} 3 1`]);
    await firstValueFrom(bob.groups.removeMembers(id, ['alice']));
    await shown.becomes(rows, []);
    await say(bob, group(id), '4');
    await firstValueFrom(bob.groups.addMembers(id, ['alice']));
    await say(bob, group(id), '5', '6');
    await shown.becomes(rows, [`g:${id} 6 2`]);
    await firstValueFrom(bob.groups.delete(id));
    await shown.becomes(rows, []);
  });

  it('is right again after the connection was lost', async () => {
    const alice = await proxied('alice');
    const [laptop, bob, carol] = [
      await devices.online('alice'),
      await devices.online('bob'),
      await devices.online('carol'),
    ];
    const shown = new Shown(alice.im.conversations$);
    await say(bob, stranger('alice'), '1', '2');
    await shown.becomes(rows, ['u:alice|u:bob 2 2']);
    const talk = laptop.conversation(stranger('bob'));
    await new Shown(talk.messages$).becomes(lines, ['1', '2']);
    await away(alice, async () => {
      talk.markRead();
      await new Shown(laptop.conversations$).becomes(rows, ['u:alice|u:bob 2 0']);
      await say(bob, stranger('alice'), '3');
      await say(carol, stranger('alice'), 'new');
    });
    await shown.becomes(rows, ['u:alice|u:carol new 1', 'u:alice|u:bob 3 1']);
  });

  it('tells later what was read while there was no connection', async () => {
    const alice = await proxied('alice');
    const [laptop, bob] = [await devices.online('alice'), await devices.online('bob')];
    await say(bob, stranger('alice'), '1');
    const [here, there] = [new Shown(alice.im.conversations$), new Shown(laptop.conversations$)];
    const talk = alice.im.conversation(stranger('bob'));
    await new Shown(talk.messages$).becomes(lines, ['1']);
    await here.becomes(rows, ['u:alice|u:bob 1 1']);
    await there.becomes(rows, ['u:alice|u:bob 1 1']);
    await away(alice, async () => {
      talk.markRead();
      await here.becomes(rows, ['u:alice|u:bob 1 0']);
    });
    await there.becomes(rows, ['u:alice|u:bob 1 0']);
    await here.becomes(rows, ['u:alice|u:bob 1 0']);
  });
});

describe('a conversation', () => {
  const watch = (talk: Conversation) => new Shown(talk.messages$);

  it('has its history, what comes live, and what is on its way', async () => {
    const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
    await befriend('alice', 'bob');
    await say(bob, friend('alice'), '1', '2');
    const [hers, his] = [watch(alice.conversation(friend('bob'))), watch(bob.conversation(friend('alice')))];
    await hers.becomes(lines, ['1', '2']);
    await his.becomes(lines, ['1', '2']);
    await say(bob, friend('alice'), '3');
    await hers.becomes(lines, ['1', '2', '3']);
    alice.toFriend('bob').text('4').ok();
    await hers.becomes(
      (items) => items.map(({ type }) => type),
      ['message', 'message', 'message', 'pending'],
    );
    await hers.becomes((items) => items.map(({ type }) => type), Array<'message'>(4).fill('message'));
    await his.becomes(lines, ['1', '2', '3', '4']);
    expect(hers.all.at(-1)?.map((item) => item.type === 'message' && item.mine)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expectSteady(hers);
    expectSteady(his);
  });

  it('keeps the key of a line from its writing to its history on another device', async () => {
    const alice = await devices.online('alice');
    await create('bob');
    const shown = watch(alice.conversation(stranger('bob')));
    await shown.becomes(lines, []);
    alice.toStranger('bob').text('hi').ok();
    await shown.becomes((items) => items.map(({ type }) => type), ['pending']);
    const key = shown.all.at(-1)?.[0]?.key;
    await shown.becomes((items) => items.map(({ type }) => type), ['message']);
    expect(shown.all.at(-1)?.[0]?.key).toBe(key);
    const elsewhere = watch((await devices.online('alice')).conversation(stranger('bob')));
    await elsewhere.becomes((items) => items.map((item) => item.key), [key]);
  });

  it('loads what is older, page by page', async () => {
    const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
    const bodies = Array.from({ length: 70 }, (_, i) => `${i + 1}`);
    await say(bob, stranger('alice'), ...bodies);
    const talk = alice.conversation(stranger('bob'));
    const shown = watch(talk);
    await shown.becomes(lines, bodies.slice(40));
    expect(await firstValueFrom(talk.loadOlder())).toBe(true);
    expect(lines(shown.all.at(-1) ?? [])).toEqual(bodies.slice(10));
    await say(bob, stranger('alice'), '71');
    const [one, same] = [talk.loadOlder(), talk.loadOlder()];
    expect(await Promise.all([firstValueFrom(one), firstValueFrom(same)])).toEqual([false, false]);
    await shown.becomes(lines, [...bodies, '71']);
    expectSteady(shown);
  });

  it('has neither gap nor double after the connection was lost', async () => {
    const alice = await proxied('alice');
    const [laptop, bob] = [await devices.online('alice'), await devices.online('bob')];
    const shown = watch(alice.im.conversation(stranger('bob')));
    await say(bob, stranger('alice'), '1');
    await shown.becomes(lines, ['1']);
    await away(alice, async () => {
      await say(bob, stranger('alice'), '2');
      await say(laptop, stranger('bob'), '3');
      alice.im.toStranger('bob').text('4').ok();
      await shown.becomes(lines, ['1', '4']);
    });
    await shown.becomes(lines, ['1', '2', '3', '4']);
    await shown.becomes((items) => items.map(({ type }) => type), Array<'message'>(4).fill('message'));
    await say(bob, stranger('alice'), '5');
    await shown.becomes(lines, ['1', '2', '3', '4', '5']);
    expectSteady(shown);
  });

  it('does not double what was stored when its ack was lost', async () => {
    const alice = await proxied('alice');
    await create('bob');
    const shown = watch(alice.im.conversation(stranger('bob')));
    await shown.becomes(lines, []);
    alice.proxy.drop((frame) => frame.startsWith('42/chat,["ack"'));
    alice.im.toStranger('bob').text('once').ok();
    const talk = admin.strangers.chats('alice', 'bob');
    while ((await firstValueFrom(talk)).length === 0);
    await away(alice, () => Promise.resolve());
    await shown.becomes((items) => items.map(({ type }) => type), ['message']);
    await firstValueFrom(alice.im.outbox$.pipe(filter((items) => items.length === 0)));
    expect(lines(shown.all.at(-1) ?? [])).toEqual(['once']);
    expectSteady(shown);
  });

  it('in a room has what was said since it was opened, one’s own words too', async () => {
    const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
    const id = await firstValueFrom(alice.rooms.create({ members: ['bob'] }));
    const heard = firstValueFrom(bob.message$);
    await say(alice, room(id), 'before');
    await heard;
    const [hers, his] = [watch(alice.conversation(room(id))), watch(bob.conversation(room(id)))];
    await hers.becomes(lines, []);
    await his.becomes(lines, []);
    await say(alice, room(id), 'hello');
    await say(bob, room(id), 'hi');
    await hers.becomes(lines, ['hello', 'hi']);
    await his.becomes(lines, ['hello', 'hi']);
    expect(hers.all.at(-1)?.map(({ type }) => type)).toEqual(['message', 'message']);
    for (const body of ['1', '2', '3', '4', '5']) bob.toRoom(id).text(body).ok();
    await hers.becomes(lines, ['hello', 'hi', '1', '2', '3', '4', '5']);
    expectSteady(hers);
  });

  it('survives the end of a friendship', async () => {
    const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
    await befriend('alice', 'bob');
    await say(alice, friend('bob'), 'as a friend');
    await firstValueFrom(alice.friends.remove('alice', 'bob'));
    await say(bob, { id: 'alice' }, 'as a stranger');
    const expected = ['as a friend', 'as a stranger'];
    for (const peer of [friend('bob'), stranger('bob'), { id: 'bob' }]) {
      await watch(alice.conversation(peer)).becomes(lines, expected);
    }
    await new Shown(alice.conversations$.pipe(map(rows))).becomes(
      (list) => list,
      ['u:alice|u:bob as a stranger 1'],
    );
  });
});

it('views are over with the client, and leave nothing behind', async () => {
  const alice = await devices.online('alice');
  await create('bob');
  const views: Observable<unknown>[] = [
    alice.friends.live$,
    alice.conversations$,
    alice.conversation(stranger('bob')).messages$,
  ];
  const over = Promise.all(views.map((view$) => lastValueFrom(view$)));
  for (const view$ of views) await firstValueFrom(view$);
  await alice.close();
  expect(await over).toEqual([[], [], []]);
});
