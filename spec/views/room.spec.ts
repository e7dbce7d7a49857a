import { filter, firstValueFrom } from 'rxjs';
import { liveRoom, type Im, type LiveRoom } from 'rxim';
import { Devices } from '../support/devices';

const devices = new Devices();
const attributes = { presence: 'members', edit: 'members', level: 1 };
const makeRoom = (im: Im) => firstValueFrom(im.rooms.create({ attributes }));

/** Waits until somebody who looks at the room sees this; `out` is to be in it no longer. */
const becomes = (im: Im, id: string, expected: Partial<LiveRoom> | 'out') =>
  firstValueFrom(
    liveRoom(im, id).pipe(
      filter((room) =>
        expected === 'out'
          ? room === undefined
          : Object.entries(expected).every(
              ([part, value]) => JSON.stringify(room?.[part as keyof LiveRoom]) === JSON.stringify(value),
            ),
      ),
    ),
  );

it('a room shows who is in it, who of them is there, and its attributes, as they change', async () => {
  const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
  const id = await makeRoom(alice);
  const watching = liveRoom(alice, id).subscribe();
  devices.closing(() => watching.unsubscribe());
  await becomes(alice, id, { members: ['alice'], online: ['alice'], attributes });
  await firstValueFrom(bob.rooms.join(id, 'bob'));
  await becomes(alice, id, { members: ['alice', 'bob'], online: ['alice', 'bob'] });
  await firstValueFrom(bob.rooms.attributes.set(id, { level: 2 }));
  await becomes(alice, id, { attributes: { ...attributes, level: 2 } });
  bob.disconnect();
  await becomes(alice, id, { members: ['alice', 'bob'], online: ['alice'] });
  bob.connect();
  await becomes(alice, id, { online: ['alice', 'bob'] });
});

it('a room that one is not in is not there, until one enters it and after one has left', async () => {
  const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
  const id = await makeRoom(alice);
  await becomes(bob, id, 'out');
  await firstValueFrom(bob.rooms.join(id, 'bob'));
  await becomes(bob, id, { members: ['alice', 'bob'] });
  await firstValueFrom(bob.rooms.leave(id, 'bob'));
  await becomes(bob, id, 'out');
});

it('a room is right again after the connection was lost', async () => {
  const alice = await devices.online('alice');
  const proxy = await devices.proxy();
  const bob = await devices.online('bob', proxy.url);
  const id = await makeRoom(alice);
  await firstValueFrom(bob.rooms.join(id, 'bob'));
  await becomes(bob, id, { online: ['alice', 'bob'] });
  proxy.refuse();
  proxy.cut();
  await becomes(alice, id, { online: ['alice'] });
  await firstValueFrom(alice.rooms.attributes.set(id, { level: 7 }));
  proxy.heal();
  await becomes(bob, id, { online: ['alice', 'bob'], attributes: { ...attributes, level: 7 } });
});

it('whoever looks for rooms sees how many are there, and who they are only where it is a member', async () => {
  const [alice, bob] = [await devices.online('alice'), await devices.online('bob')];
  const id = await makeRoom(alice);
  const [hers] = await firstValueFrom(alice.rooms.search({ where: { level: 1 } }));
  const [his] = await firstValueFrom(bob.rooms.search({ where: { level: 1 } }));
  expect(hers).toMatchObject({ id, members: ['alice'], online: ['alice'], present: 1 });
  expect(his).toMatchObject({ id, present: 1 });
  expect(his).not.toHaveProperty('online');
});
