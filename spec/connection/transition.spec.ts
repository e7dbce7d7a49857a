import type { ConnectionState, Session } from '../../src/connection';
import { nextAttempt, transition, type ConnectionEvent } from '../../src/connection/transition';
import { NetworkError, RefusedError } from '../../src/errors';

const session: Session = {
  epoch: 1,
  self: { kind: 'user', id: 'alice' },
  database: undefined,
  secret: undefined,
  extended: true,
  limits: undefined,
};
const earlier = new NetworkError('earlier');
const lost = new NetworkError('lost');
const refused = new RefusedError(5003);

const states = {
  idle: { name: 'idle' },
  connecting: { name: 'connecting', attempt: 3 },
  authenticating: { name: 'authenticating', attempt: 3 },
  syncing: { name: 'syncing', attempt: 3, session },
  online: { name: 'online', session },
  waiting: { name: 'waiting', attempt: 3, retryAt: 100, cause: earlier },
  stopped: { name: 'stopped', cause: earlier },
  closed: { name: 'closed' },
} as const satisfies {
  readonly [Name in ConnectionState['name']]: ConnectionState & { readonly name: Name };
};

const events = {
  attempt: { type: 'attempt' },
  opened: { type: 'opened' },
  accepted: { type: 'accepted', session },
  prepared: { type: 'prepared' },
  lost: { type: 'lost', cause: lost, retryAt: 200 },
  refused: { type: 'refused', cause: refused },
  disconnect: { type: 'disconnect' },
  close: { type: 'close' },
} as const satisfies {
  readonly [Type in ConnectionEvent['type']]: ConnectionEvent & { readonly type: Type };
};

const connecting = (attempt: number): ConnectionState => ({ name: 'connecting', attempt });
const waiting = (attempt: number): ConnectionState => ({
  name: 'waiting',
  attempt,
  retryAt: 200,
  cause: lost,
});
const stopped: ConnectionState = { name: 'stopped', cause: refused };
const { idle, closed } = states;

/** What each event makes of each state; where there is nothing, it changes nothing. */
const table: Readonly<
  Record<ConnectionState['name'], Partial<Record<ConnectionEvent['type'], ConnectionState>>>
> = {
  idle: { attempt: connecting(1), close: closed },
  connecting: {
    attempt: connecting(4),
    opened: states.authenticating,
    lost: waiting(4),
    refused: stopped,
    disconnect: idle,
    close: closed,
  },
  authenticating: {
    attempt: connecting(4),
    accepted: states.syncing,
    lost: waiting(4),
    refused: stopped,
    disconnect: idle,
    close: closed,
  },
  syncing: { prepared: states.online, lost: waiting(4), refused: stopped, disconnect: idle, close: closed },
  online: { lost: waiting(1), refused: stopped, disconnect: idle, close: closed },
  waiting: { attempt: connecting(3), disconnect: idle, close: closed },
  stopped: { attempt: connecting(1), disconnect: idle, close: closed },
  closed: {},
};

describe('transition', () => {
  const pairs = Object.values(states).flatMap((state) =>
    Object.values(events).map((event) => {
      const next = table[state.name][event.type];
      return { state, event, next, title: next?.name ?? 'the very same' };
    }),
  );

  it.each(pairs)('$state.name on $event.type is $title', ({ state, event, next }) => {
    if (next) expect(transition(state, event)).toEqual(next);
    else expect(transition(state, event)).toBe(state);
  });

  it('counts attempts since the client was online', () => {
    expect(Object.values(states).map((state) => [state.name, nextAttempt(state)])).toEqual([
      ['idle', 1],
      ['connecting', 4],
      ['authenticating', 4],
      ['syncing', 4],
      ['online', 1],
      ['waiting', 3],
      ['stopped', 1],
      ['closed', 1],
    ]);
  });
});
