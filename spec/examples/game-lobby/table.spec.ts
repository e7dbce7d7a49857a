import { filter, firstValueFrom, lastValueFrom, tap, type Observable, type Subscription } from 'rxjs';
import { connectFour, type ConnectFour, type Drop } from '../../../examples/game-lobby/game/connect-four';
import { seatOf, type Lobby } from '../../../examples/game-lobby/lobby/lobby';
import type { TableView } from '../../../examples/game-lobby/lobby/look-at';
import { openRooms } from '../../../examples/game-lobby/lobby/open-rooms';
import { quickMatch } from '../../../examples/game-lobby/lobby/quick-match';
import { leaveRoom, openRoom, type LobbyIm } from '../../../examples/game-lobby/lobby/rooms';
import { openTable, type Table } from '../../../examples/game-lobby/lobby/table';
import { Devices } from '../../support/devices';

type View = TableView<ConnectFour>;

const devices = new Devices();

const login = (userId: string, url?: string): Promise<LobbyIm> => devices.online(userId, url);
/** Sits down, and stays there until the test is over. */
const sit = (im: LobbyIm, id: string, self: string, hold = 20_000): Table<ConnectFour, Drop> => {
  const table = openTable({ im, id, self, rules: connectFour, timing: { second: 5, hold, think: 5 } });
  const watching: Subscription = table.view$.subscribe();
  devices.closing(() => watching.unsubscribe());
  return table;
};
const open = (im: LobbyIm, self: string) =>
  firstValueFrom(openRoom(im, { self, name: 'a room', rules: connectFour }));
const done = (work$: Observable<unknown>) => lastValueFrom(work$, { defaultValue: undefined });
const becomes = (
  { view$ }: Table<ConnectFour, Drop>,
  isSo: (lobby: Lobby<ConnectFour>, view: View) => boolean,
) => firstValueFrom(view$.pipe(filter((view) => isSo(view.lobby, view))));
const moved = (count: number) => (lobby: Lobby<ConnectFour>) => lobby.game?.columns.length === count;
/** Moves as people do: when they see that it is their turn. */
const drop = async (table: Table<ConnectFour, Drop>, at: number, column: number) => {
  await becomes(table, moved(at));
  await done(table.act({ type: 'move', move: { at, column } }));
};

interface Setting {
  readonly annUrl?: string;
  readonly bobUrl?: string;
  readonly hold?: number;
}

/** Ann, whose room it is, and bob at a table in the middle of a game: three discs are on the board and bob is to move. */
const playing = async ({ annUrl, bobUrl, hold = 20_000 }: Setting = {}) => {
  const [ann, bob] = [await login('ann', annUrl), await login('bob', bobUrl)];
  const id = await open(ann, 'ann');
  await done(bob.rooms.join(id, 'bob'));
  const tables = { ann: sit(ann, id, 'ann', hold), bob: sit(bob, id, 'bob', hold) };
  await Promise.all(
    [tables.ann, tables.bob].map((table) => becomes(table, ({ seats }) => seats.length === 2)),
  );
  await Promise.all([tables.ann, tables.bob].map(({ act }) => done(act({ type: 'ready', ready: true }))));
  await Promise.all(
    [tables.ann, tables.bob].map((table) => becomes(table, ({ phase }) => phase.name === 'playing')),
  );
  await drop(tables.ann, 0, 3);
  await drop(tables.bob, 1, 3);
  await drop(tables.ann, 2, 2);
  await becomes(tables.bob, moved(3));
  return { ...tables, id, ims: { ann, bob } };
};

it('when the host drops another player is the host, the game goes on, and who comes back has missed nothing', async () => {
  const proxy = await devices.proxy();
  const { ann, bob } = await playing({ annUrl: proxy.url });
  proxy.refuse();
  proxy.cut();
  const { lobby } = await becomes(bob, ({ host }) => host === 'bob');
  expect(lobby.game?.columns).toEqual([3, 3, 2]);
  expect(lobby.phase.name).toBe('playing');
  await drop(bob, 3, 6);
  proxy.heal();
  const seen = await becomes(ann, moved(4));
  expect(seen.lobby.host).toBe('bob');
  await drop(ann, 4, 1);
  await becomes(bob, moved(5));
});

it('a seat is held for whoever loses the connection', async () => {
  const proxy = await devices.proxy();
  const { ann, bob } = await playing({ bobUrl: proxy.url });
  proxy.refuse();
  proxy.cut();
  await becomes(ann, (lobby) => seatOf(lobby, 'bob')?.away === true);
  proxy.heal();
  const { lobby } = await becomes(ann, (now) => seatOf(now, 'bob')?.away === false);
  expect(lobby.phase.name).toBe('playing');
  await becomes(bob, moved(3));
  await drop(bob, 3, 6);
  await becomes(ann, moved(4));
});

it('a seat is not held for ever: whoever stays away has lost', async () => {
  const { ann, ims } = await playing({ hold: 20 });
  ims.bob.disconnect();
  const { lobby } = await becomes(ann, ({ phase }) => phase.name === 'over');
  expect(lobby.phase).toEqual({ name: 'over', how: 'left', winner: 'ann' });
});

it('what is asked for is asked for until it is done, though the acks and the link are lost', async () => {
  const proxy = await devices.proxy();
  const { ann, bob } = await playing({ bobUrl: proxy.url });
  proxy.blackHole('up');
  const asked = drop(bob, 3, 0);
  proxy.heal();
  await asked;
  await becomes(ann, moved(4));
});

it('the host puts right what is written over the table', async () => {
  const { ann, bob, id, ims } = await playing();
  await done(ims.bob.rooms.attributes.set(id, { lobby: 'nonsense' }));
  await becomes(ann, (_, { room, lobby }) => JSON.stringify(room.attributes.lobby) === JSON.stringify(lobby));
  await drop(bob, 3, 0);
  await becomes(ann, moved(4));
});

it('a bot plays on with another host', async () => {
  const proxy = await devices.proxy();
  const [ann, bob] = [await login('ann', proxy.url), await login('bob')];
  const id = await open(ann, 'ann');
  const hers = sit(ann, id, 'ann');
  await becomes(hers, () => true);
  await done(hers.act({ type: 'add-bot', bot: 'bot:1' }));
  await done(bob.rooms.join(id, 'bob'));
  const watched = sit(bob, id, 'bob');
  await done(hers.act({ type: 'ready', ready: true }));
  await becomes(hers, ({ phase }) => phase.name === 'playing');
  await drop(hers, 0, 3);
  await becomes(watched, moved(2));
  proxy.cut();
  await becomes(hers, (lobby, { connected }) => connected && moved(2)(lobby));
  await drop(hers, 2, 0);
  await becomes(watched, moved(4));
});

it('rooms are a live map, in which what is not new stays the same object', async () => {
  const [ann, bob] = [await login('ann'), await login('bob')];
  const first = await open(ann, 'ann');
  const seen: ReadonlyMap<string, unknown>[] = [];
  const rooms$ = openRooms(bob, { game: connectFour.name, every: 20 });
  const until = (isSo: (rooms: ReadonlyMap<string, { readonly state: string }>) => boolean) =>
    firstValueFrom(rooms$.pipe(filter(isSo)));
  const watching = rooms$.subscribe((rooms) => seen.push(rooms));
  devices.closing(() => watching.unsubscribe());
  await until((rooms) => rooms.size === 1);
  const second = await open(ann, 'ann');
  await until((rooms) => rooms.size === 2);
  await firstValueFrom(rooms$.pipe(filter((rooms) => rooms.get(second)?.taken === 1)));
  await leaveRoom(ann, second, 'ann');
  await until((rooms) => rooms.size === 1);
  const all = seen.filter((rooms) => rooms.has(first)).map((rooms) => rooms.get(first));
  expect(all.length).toBeGreaterThanOrEqual(2);
  expect(new Set(all).size).toBe(1);
});

it('two who look for a match at the same moment find each other', async () => {
  const look = async (self: string): Promise<string> => {
    const im = await login(self);
    return lastValueFrom(
      quickMatch({ im, self, rules: connectFour, name: self, every: 20 }).pipe(
        tap((id) => sit(im, id, self)),
      ),
    );
  };
  const [one, other] = await Promise.all([look('ann'), look('bob')]);
  expect(one).toBe(other);
});
