import { connectFour, type Drop } from '../../../examples/game-lobby/game/connect-four';
import { hostOf } from '../../../examples/game-lobby/lobby/host-of';
import {
  botNumber,
  newLobby,
  type Action,
  type Lobby,
  type LobbyEvent,
} from '../../../examples/game-lobby/lobby/lobby';
import { isNewer } from '../../../examples/game-lobby/lobby/newest';
import { createReducer } from '../../../examples/game-lobby/lobby/reduce';
import { createReader } from '../../../examples/game-lobby/lobby/wire';

type State = Lobby<ReturnType<typeof connectFour.start>>;
type Event = LobbyEvent<Drop>;

const reduce = createReducer(connectFour);
const after = (events: readonly Event[], from: State = newLobby('ann')) => events.reduce(reduce, from);
const act = (by: string, action: Action<Drop>): Event => ({ type: 'act', by, action });
const ready = (by: string, yes = true) => act(by, { type: 'ready', ready: yes });
const drop = (by: string, at: number, column: number) => act(by, { type: 'move', move: { at, column } });
const present = (members: string, online = members): Event => ({
  type: 'present',
  members: members.split(' '),
  online: online.split(' '),
});
const tick = (left: number): Event => ({ type: 'tick', left });
const bot = (type: 'add-bot' | 'remove-bot') => act('ann', { type, bot: botNumber(1) });

const AGREED = [present('ann bob'), ready('ann'), ready('bob')];
const PLAYING = [...AGREED, tick(3), tick(2), tick(1)];
const WON = [
  ...PLAYING,
  ...[0, 1, 0, 1, 0, 1, 0].map((column, at) => drop(at % 2 ? 'bob' : 'ann', at, column)),
];
const players = ({ seats }: State) => seats.map(({ player }) => player).join(' ');

it('whoever comes takes a free seat, and others watch until one is free', () => {
  const full = after([present('ann bob cleo')]);
  expect(players(full)).toBe('ann bob');
  expect(players(reduce(full, present('ann cleo')))).toBe('ann cleo');
});

it('the countdown begins when everybody has agreed, and ends when somebody does no more', () => {
  expect(after(AGREED.slice(0, 2)).phase).toEqual({ name: 'open' });
  expect(after(AGREED).phase).toEqual({ name: 'countdown', left: 3 });
  expect(after([...AGREED, ready('bob', false)]).phase).toEqual({ name: 'open' });
  expect(after([...AGREED, tick(3), present('ann bob', 'ann')]).phase).toEqual({ name: 'open' });
  expect(after(PLAYING).phase).toEqual({ name: 'playing' });
});

it('whatever comes a second time changes nothing', () => {
  for (const events of [AGREED, PLAYING, WON]) {
    const state = after(events);
    const last = events.at(-1)!;
    expect(reduce(state, last)).toBe(state);
  }
  const once = after([ready('ann')]);
  expect(once.rev).toBe(1);
});

it('who wins is written down, and the other one begins the next game', () => {
  const won = after(WON);
  expect(won.phase).toEqual({ name: 'over', how: 'played', winner: 'ann' });
  expect(won.seats.map(({ wins, ready: again }) => [wins, again])).toEqual([
    [1, false],
    [0, false],
  ]);
  const again = after([ready('ann'), ready('bob'), tick(3), tick(2), tick(1)], won);
  expect(again.game?.players).toEqual(['bob', 'ann']);
});

it('a seat is held for who is away, and whoever stays away loses the game', () => {
  const away = after([...PLAYING, present('ann bob', 'ann')]);
  expect(away.phase.name).toBe('playing');
  expect(away.seats[1]).toMatchObject({ player: 'bob', away: true });
  expect(reduce(away, present('ann bob')).seats[1]).toMatchObject({ player: 'bob', away: false });
  expect(reduce(away, { type: 'expire', player: 'bob' })).toMatchObject({
    phase: { name: 'over', how: 'left', winner: 'ann' },
    seats: [{ player: 'ann', wins: 1 }],
  });
  const back = after([present('ann bob'), { type: 'expire', player: 'bob' }], away);
  expect(back.phase.name).toBe('playing');
});

it('whoever leaves the room in a game loses it at once', () => {
  expect(after([...PLAYING, present('bob')]).phase).toEqual({ name: 'over', how: 'left', winner: 'bob' });
});

it('a bot is always ready, and only those at the table ask it to sit', () => {
  const withBot = after([bot('add-bot')]);
  expect(withBot.seats[1]).toMatchObject({ player: 'bot:1', bot: true, ready: true });
  expect(reduce(withBot, ready('ann')).phase.name).toBe('countdown');
  expect(players(reduce(withBot, bot('remove-bot')))).toBe('ann');
  const alone: State = newLobby('ann');
  expect(reduce(alone, act('eve', { type: 'add-bot', bot: 'bot:1' }))).toBe(alone);
});

it('everybody agrees on which of two states is newer, and on who is the host', () => {
  const state: State = newLobby('bob');
  expect(isNewer({ ...state, term: 2 }, { ...state, rev: 9 })).toBe(true);
  expect(isNewer({ ...state, rev: 2 }, { ...state, rev: 1 })).toBe(true);
  expect(isNewer({ ...state, host: 'ann' }, { ...state, rev: 9 })).toBe(true);
  expect(isNewer(state, state)).toBe(false);
  const two = after([present('ann bob')]);
  expect(hostOf(two, ['bob', 'ann'])).toBe('ann');
  expect(hostOf(two, ['cleo', 'bob'])).toBe('bob');
  expect(hostOf(two, ['cleo'])).toBe('cleo');
  expect(hostOf(two, [])).toBeUndefined();
});

it('what has not the shape of a lobby or an action is not read', () => {
  const read = createReader(connectFour);
  const won = after(WON);
  expect(read.lobby(JSON.parse(JSON.stringify(won)))).toEqual(won);
  for (const value of [
    null,
    'lobby',
    {},
    { ...won, seats: [{}] },
    { ...won, phase: { name: 'x' } },
    { ...won, game: 3 },
  ])
    expect(read.lobby(value)).toBeUndefined();
  expect(read.action('{"type":"ready","ready":true,"more":1}')).toEqual({ type: 'ready', ready: true });
  for (const body of [
    '',
    'null',
    '{"type":"ready"}',
    '{"type":"add-bot","bot":"ann"}',
    '{"type":"move","move":{"at":1}}',
  ])
    expect(read.action(body)).toBeUndefined();
});
