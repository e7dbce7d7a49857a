import { filter, firstValueFrom, lastValueFrom, map, type Observable } from 'rxjs';
import { connectFour } from '../../../examples/game-lobby/game/connect-four';
import { clearRooms } from '../../../examples/game-lobby/lobby/clear-rooms';
import { findRooms } from '../../../examples/game-lobby/lobby/open-rooms';
import { leaveOthers, leaveRoom, openRoom, type LobbyIm } from '../../../examples/game-lobby/lobby/rooms';
import { Devices } from '../../support/devices';

const devices = new Devices();
const login = (userId: string): Promise<LobbyIm> => devices.online(userId);
const open = (im: LobbyIm, self: string) =>
  firstValueFrom(openRoom(im, { self, name: 'a room', rules: connectFour }));
const done = (work$: Observable<unknown>) => lastValueFrom(work$, { defaultValue: undefined });
const ids = async (im: LobbyIm): Promise<readonly string[]> =>
  (await firstValueFrom(im.rooms.search({ where: { game: connectFour.name } }))).map(({ id }) => id);

/** Rooms that somebody who looks for one clears away. */
const cleared = (im: LobbyIm, self: string, hold: number): Observable<string> =>
  clearRooms({ im, self, game: connectFour.name, every: 20, hold, random: () => 0 });
const present = (im: LobbyIm, id: string, count: number) =>
  firstValueFrom(
    findRooms(im, { game: connectFour.name, every: 20 }).pipe(
      filter((rooms) => rooms.some((room) => room.id === id && room.present === count)),
    ),
  );

it('who leaves last removes the room', async () => {
  const [ann, bob] = [await login('ann'), await login('bob')];
  const id = await open(ann, 'ann');
  await done(bob.rooms.join(id, 'bob'));

  await leaveRoom(ann, id, 'ann');
  expect(await ids(bob)).toEqual([id]);
  await leaveRoom(bob, id, 'bob');

  expect(await ids(bob)).toEqual([]);
});

it('a room whose players all closed their windows is removed when no seat in it is held any more', async () => {
  const [ann, bob] = [await login('ann'), await login('bob')];
  const id = await open(ann, 'ann');
  ann.disconnect();

  expect(await firstValueFrom(cleared(bob, 'bob', 50))).toBe(id);

  expect(await ids(bob)).toEqual([]);
});

it('a room that two left at the same moment, each for the other one, is removed', async () => {
  const [ann, bob] = [await login('ann'), await login('bob')];
  const id = await open(ann, 'ann');
  await done(ann.rooms.leave(id, 'ann'));

  expect(await firstValueFrom(cleared(bob, 'bob', 50))).toBe(id);

  expect(await ids(bob)).toEqual([]);
});

it('a room whose player comes back in time stays, with its player', async () => {
  const [ann, bob, cleo] = [await login('ann'), await login('bob'), await login('cleo')];
  const [stays, goes] = [await open(ann, 'ann'), await open(cleo, 'cleo')];
  ann.disconnect();
  cleo.disconnect();
  const first = firstValueFrom(cleared(bob, 'bob', 1000));
  await present(bob, stays, 0);

  await firstValueFrom(ann.connect());
  await present(bob, stays, 1);

  expect(await first).toBe(goes);
  expect(await ids(bob)).toEqual([stays]);
  expect(await firstValueFrom(ann.rooms.get(stays).pipe(map(({ members }) => members)))).toEqual(['ann']);
});

it('of several who clear a room away at the same moment nobody stays in it, and it is removed', async () => {
  const [ann, bob, cleo, dan] = [
    await login('ann'),
    await login('bob'),
    await login('cleo'),
    await login('dan'),
  ];
  const id = await open(ann, 'ann');
  ann.disconnect();
  for (const { im, self, late } of [
    { im: bob, self: 'bob', late: 0 },
    { im: cleo, self: 'cleo', late: 0 },
    { im: dan, self: 'dan', late: 4 },
  ]) {
    const options = { im, self, game: connectFour.name, every: 20, hold: 100, random: () => late };
    const clearing = clearRooms(options).subscribe();
    devices.closing(() => clearing.unsubscribe());
  }

  const gone$ = findRooms(bob, { game: connectFour.name, every: 20 }).pipe(
    filter((rooms) => !rooms.some((room) => room.id === id)),
  );
  await firstValueFrom(gone$);

  expect(await firstValueFrom(bob.rooms.list('bob'))).toEqual([]);
});

it('whoever closed the window and stays in the lobby has no seat any more', async () => {
  const [ann, bob] = [await login('ann'), await login('bob')];
  const id = await open(ann, 'ann');
  await done(bob.rooms.join(id, 'bob'));

  expect(await firstValueFrom(cleared(bob, 'bob', 50))).toBe(id);

  expect(await firstValueFrom(ann.rooms.get(id).pipe(map(({ members }) => members)))).toEqual(['ann']);
});

it('who sits down at a table leaves the one where it sat', async () => {
  const ann = await login('ann');
  const [, now] = [await open(ann, 'ann'), await open(ann, 'ann')];

  await leaveOthers(ann, { self: 'ann', game: connectFour.name, id: now });

  expect(await ids(ann)).toEqual([now]);
});
