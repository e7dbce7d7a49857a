import { tap, type Observable } from 'rxjs';
import type { ImError } from '../../src/errors';
import type { FakeSocket } from '../support/fake-socket';
import { harness, type Harness } from './harness';

const online = (expiresIn = 3600): Harness => {
  const fakes = harness();
  fakes.connection.connect();
  logIn(fakes.last, expiresIn);
  return fakes;
};
const logIn = (socket: FakeSocket, expiresIn = 3600, token = 'token-1'): void => {
  socket.open();
  socket.login({ token, expiresIn });
};

/** What an observable says, as it says it. */
const hear = (source$: Observable<string>): unknown[] => {
  const heard: unknown[] = [];
  source$.subscribe({
    next: (token) => heard.push(token),
    error: (error: unknown) => heard.push((error as ImError).code),
    complete: () => heard.push('|'),
  });
  return heard;
};

describe('token()', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('gives the token of the login while it has more than a minute to live', () => {
    const { connection, last } = online(3600);
    expect(hear(connection.token())).toEqual(['token-1', '|']);
    expect(last.sentEvents('renew')).toEqual([]);
  });

  it('is renewed once for all who wait', () => {
    const { connection, last } = online(60);
    const one = hear(connection.token());
    const other = hear(connection.token());
    expect(one).toEqual([]);
    expect(last.sentEvents('renew')).toEqual([{}]);
    last.event('token', { token: 'token-2', expiresIn: 3600 });
    expect([one, other]).toEqual([
      ['token-2', '|'],
      ['token-2', '|'],
    ]);
    expect(hear(connection.token())).toEqual(['token-2', '|']);
    expect(last.sentEvents('renew')).toEqual([{}]);
  });

  it('is renewed when its time comes, whatever the wall clock says', () => {
    const { connection, last } = online(100);
    jest.setSystemTime(Date.now() - 86_400_000);
    jest.advanceTimersByTime(39_000);
    last.frame('2');
    expect(hear(connection.token())).toEqual(['token-1', '|']);
    jest.advanceTimersByTime(1_000);
    hear(connection.token());
    expect(last.sentEvents('renew')).toEqual([{}]);
  });

  it('is renewed, however long it has to live, for whom it was refused', () => {
    const { connection, last } = online(3600);
    const heard = hear(connection.token('token-1'));
    expect(last.sentEvents('renew')).toEqual([{}]);
    last.event('token', { token: 'token-2', expiresIn: 3600 });
    expect(heard).toEqual(['token-2', '|']);
    expect(hear(connection.token('token-1'))).toEqual(['token-2', '|']);
  });

  it('is renewed before its time when the server did not take it', () => {
    const { connection, last } = online();
    const heard = hear(connection.token('token-1'));
    expect(last.sentEvents('renew')).toEqual([{}]);
    last.event('token', { token: 'token-2', expiresIn: 3600 });
    expect(heard).toEqual(['token-2', '|']);
    expect(hear(connection.token('token-1'))).toEqual(['token-2', '|']);
  });

  it('asks again after all who waited have gone', () => {
    const { connection, last } = online(10);
    connection.token().subscribe().unsubscribe();
    hear(connection.token());
    expect(last.sentEvents('renew')).toEqual([{}, {}]);
  });

  it('gives a token that is too short-lived to be kept', () => {
    const { connection, last } = online(10);
    const heard = hear(connection.token());
    last.event('token', { token: 'token-2', expiresIn: 10 });
    expect(heard).toEqual(['token-2', '|']);
  });

  it('times out when the server does not answer', () => {
    const { connection } = online(10);
    const heard = hear(connection.token());
    jest.advanceTimersByTime(15_000);
    expect(heard).toEqual(['timeout']);
  });

  it('waits for the login while the connection is on its way', () => {
    const fakes = harness();
    fakes.connection.connect();
    const heard = hear(fakes.connection.token());
    jest.advanceTimersByTime(14_000);
    fakes.last.drop();
    expect(fakes.connection.state.name).toBe('waiting');
    const later = hear(fakes.connection.token());
    jest.advanceTimersByTime(2_000);
    expect(fakes.sockets).toHaveLength(2);
    expect([heard, later]).toEqual([[], []]);
    logIn(fakes.last);
    expect([heard, later]).toEqual([
      ['token-1', '|'],
      ['token-1', '|'],
    ]);
  });

  it('takes the token of the next login when the session dies while it is renewed', () => {
    const fakes = online(10);
    const heard = hear(fakes.connection.token());
    fakes.last.drop();
    jest.advanceTimersByTime(1_000);
    logIn(fakes.last, 3600, 'token-9');
    expect(heard).toEqual(['token-9', '|']);
  });

  it('never gives the token of an earlier session', () => {
    const fakes = online();
    fakes.last.drop();
    const heard = hear(fakes.connection.token());
    expect(heard).toEqual([]);
    jest.advanceTimersByTime(1_000);
    logIn(fakes.last, 3600, 'token-9');
    expect(heard).toEqual(['token-9', '|']);
  });

  it.each([
    ['idle', ({ connection }: Harness) => connection.disconnect()],
    ['stopped', ({ last }: Harness) => last.event('bye', { reason: 'logout' })],
    ['closed', ({ connection }: Harness) => connection.close()],
  ])('fails at once when the connection is %s, and fails those who wait', (name, end) => {
    const fakes = online(10);
    const waiting = hear(fakes.connection.token());
    end(fakes);
    expect(fakes.connection.state.name).toBe(name);
    expect(waiting).toEqual(['not-connected']);
    expect(hear(fakes.connection.token())).toEqual(['not-connected']);
  });

  it('is cold', () => {
    const fakes = online(10);
    fakes.connection.token();
    expect(fakes.last.sentEvents('renew')).toEqual([]);
  });

  it('can be had while what was missed is fetched', () => {
    const heard: unknown[] = [];
    const fakes = harness(undefined, {
      prepare: () =>
        fakes.connection.token().pipe(tap((token) => heard.push(fakes.connection.state.name, token))),
    });
    fakes.connection.connect();
    logIn(fakes.last);
    expect(heard).toEqual(['syncing', 'token-1']);
    expect(fakes.connection.state.name).toBe('online');
  });
});
