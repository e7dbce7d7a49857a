import { map, of, timer, type Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import {
  createConnection,
  type Connection,
  type ConnectionOptions,
  type ConnectionState,
} from '../../src/connection';
import type { ImError } from '../../src/errors';
import type { ServerEvent } from '../../src/protocol';
import { fakeSockets, type FakeSocket, type FakeSockets } from '../support/fake-socket';

/** The states by letter, as marbles show them. */
const LETTERS = {
  idle: 'i',
  connecting: 'c',
  authenticating: 'a',
  syncing: 's',
  online: 'o',
  waiting: 'w',
  stopped: 'x',
  closed: 'z',
} as const;

export const states = (connection: Connection): Observable<string> =>
  connection.state$.pipe(map(({ name }) => LETTERS[name]));

/** The states with their numbers: `c1`, `w2`. */
export const numbered = ({ name, ...rest }: ConnectionState): string =>
  LETTERS[name] + ('attempt' in rest ? String(rest.attempt) : '');

export interface Harness extends FakeSockets {
  readonly connection: Connection;
  readonly received: ServerEvent[];
  readonly reported: ImError[];
}

/** A server that takes 1 ms to open the transport and 1 ms more to accept the login. */
export const friendly = (socket: FakeSocket): void => {
  timer(1).subscribe(() => socket.open());
  timer(2).subscribe(() => socket.login());
};

/** A server that cannot be reached: the socket closes after 1 ms. */
export const unreachable = (socket: FakeSocket): void => {
  timer(1).subscribe(() => socket.drop());
};

/** A server that refuses the login after 2 ms. */
export const refusing =
  (error = 5003) =>
  (socket: FakeSocket): void => {
    timer(1).subscribe(() => socket.open());
    timer(2).subscribe(() => {
      socket.event('login', { success: false, error });
      socket.drop(1005);
    });
  };

const opened: Connection[] = [];
const closeAll = (): void => {
  for (const connection of opened.splice(0)) connection.close();
};
afterEach(closeAll);

/** Jitter always takes half, so that waits are 250, 500, 1000 … ms. Preparing takes 1 ms. */
export const harness = (
  play?: (socket: FakeSocket, count: number) => void,
  options: Partial<ConnectionOptions> = {},
): Harness => {
  const fakes = fakeSockets(play);
  const received: ServerEvent[] = [];
  const reported: ImError[] = [];
  const connection = createConnection({
    url: 'http://im.test',
    auth: () => of({ app: 'demo', client: 'alice', x: 1 }),
    renewable: false,
    WebSocket: fakes.WebSocket,
    random: () => 0.5,
    receive: (event) => received.push(event),
    prepare: () => timer(1),
    report: (error) => reported.push(error),
    ...options,
  });
  opened.push(connection);
  return Object.defineProperties(
    { connection, received, reported },
    Object.getOwnPropertyDescriptors(fakes),
  ) as Harness;
};

export interface Marbles {
  readonly expectObservable: RunHelpers['expectObservable'];
  /** Runs a spec's actions at their moments. */
  readonly play: (marbles: string, actions: Readonly<Record<string, () => void>>) => void;
}

const HOUR = 3_600_000;

/** Runs in virtual time, and closes after an hour what the spec did not close. */
export const inVirtualTime = (spec: (helpers: Marbles) => void): void => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run((helpers) => {
    // Virtual time goes on for as long as anybody waits.
    timer(HOUR).subscribe(closeAll);
    spec({
      expectObservable: helpers.expectObservable,
      play: (marbles, actions) => void helpers.cold(marbles).subscribe((letter) => actions[letter]?.()),
    });
  });
};
