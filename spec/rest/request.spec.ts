import { of, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { ImError, NetworkError } from '../../src/errors';
import { idsGuard } from '../../src/protocol';
import type { Exchange, WireAnswer, WireRequest } from '../../src/rest/exchange';
import { createRequest, type RequestOptions } from '../../src/rest/request';

const answer = (status: number, body?: unknown, retryAfter: string | null = null): WireAnswer => ({
  status,
  text: body === undefined ? '' : JSON.stringify(body),
  retryAfter,
});
const OK = answer(200, ['a']);
const BUSY = answer(503, { errorCode: 5014, errorMessage: 'busy' });
const SLOW_DOWN = answer(429, { errorCode: 5013, errorMessage: 'slow down' }, '2');
const EXPIRED = answer(401, { errorCode: 5003, errorMessage: 'expired' });
const MISSING = answer(404, { errorCode: 5004, errorMessage: 'no such group' });
const unreachable = () => throwError(() => new NetworkError('unreachable'));

/** Full jitter with `random` at its greatest: the waits are the ceilings, 0.5 s, 1 s, 2 s … */
const run = (
  test: (helpers: {
    request: ReturnType<typeof createRequest>;
    requests: WireRequest[];
    expect: TestScheduler['expectObservable'];
    flush: () => void;
    cold: TestScheduler['createColdObservable'];
    answers: (...answers: (WireAnswer | Observable<WireAnswer>)[]) => void;
  }) => void,
  options: Partial<RequestOptions> = {},
): void => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ expectObservable, flush, cold }) => {
    const requests: WireRequest[] = [];
    let answers: (WireAnswer | Observable<WireAnswer>)[] = [];
    const exchange: Exchange = (request) => {
      requests.push(request);
      const next = answers.shift() ?? OK;
      return 'status' in next ? of(next) : next;
    };
    const request = createRequest({
      server: 'http://im.test/',
      appId: 'demo',
      token: () => of('token-1'),
      exchange,
      random: () => 1,
      scheduler,
      ...options,
    });
    const given = (...next: typeof answers): void => void (answers = next);
    test({ request, requests, expect: expectObservable, flush, cold: cold as never, answers: given });
  });
};

describe('a REST request', () => {
  it('does nothing before it is subscribed to, and is made anew at each subscription', () => {
    run(({ request, requests }) => {
      const list$ = request('GET', ['ctx', 'alice', 'friends']);
      expect(requests).toHaveLength(0);
      list$.subscribe();
      list$.subscribe();
      expect(requests).toHaveLength(2);
      expect(requests[0]).toEqual({
        method: 'GET',
        url: 'http://im.test/ctx/alice/friends',
        headers: { 'X-ML-AppId': 'demo', Authorization: 'Bearer token-1' },
      });
    });
  });

  it('is repeated after network errors, with waits that double', () => {
    run(({ request, requests, answers, expect: expectObservable, flush }) => {
      answers(unreachable(), unreachable(), OK);
      expectObservable(request('GET', ['ctx'])).toBe('1500ms (a|)', { a: ['a'] });
      flush();
      expect(requests).toHaveLength(3);
    });
  });

  it('is repeated after 408 and 5xx', () => {
    run(({ request, answers, expect: expectObservable }) => {
      answers(answer(408), BUSY, answer(502), OK);
      expectObservable(request('PUT', ['groups', 'g1'])).toBe('3500ms (a|)', { a: ['a'] });
    });
  });

  it('waits after 429 as long as Retry-After says', () => {
    run(({ request, answers, expect: expectObservable }) => {
      answers(SLOW_DOWN, OK);
      expectObservable(request('GET', ['ctx'])).toBe('2s (a|)', { a: ['a'] });
    });
  });

  it.each([400, 403, 404, 409, 413, 422])('is not repeated after %i', (status) => {
    run(({ request, requests, answers }) => {
      answers(answer(status));
      const failed = jest.fn();
      request('GET', ['ctx']).subscribe({ error: failed });
      expect(failed).toHaveBeenCalledWith(expect.objectContaining({ status }));
      expect(requests).toHaveLength(1);
    });
  });

  it.each([
    ['a network error', unreachable()],
    ['503', of(BUSY)],
    ['429', of(SLOW_DOWN)],
  ])('by POST is not repeated after %s', (_, outcome) => {
    run(({ request, requests, answers, expect: expectObservable, flush }) => {
      answers(outcome);
      expectObservable(request('POST', ['groups'], { body: {} })).toBe('#', undefined, expect.any(ImError));
      flush();
      expect(requests).toHaveLength(1);
    });
  });

  it('by POST is repeated where that is declared harmless', () => {
    run(({ request, answers, expect: expectObservable }) => {
      answers(unreachable(), OK);
      expectObservable(request('POST', ['ctx', 'a', 'sync'], { body: {}, repeatable: true })).toBe(
        '500ms (a|)',
        {
          a: ['a'],
        },
      );
    });
  });

  it('gives up after five repetitions, with the last error', () => {
    run(({ request, requests, answers, flush, expect: expectObservable }) => {
      answers(BUSY, BUSY, BUSY, BUSY, BUSY, BUSY, OK);
      expectObservable(request('GET', ['ctx'])).toBe(
        '15500ms #',
        undefined,
        expect.objectContaining({ code: 5014 }),
      );
      flush();
      expect(requests).toHaveLength(6);
    });
  });

  it('that is unsubscribed while it waits is not made again', () => {
    run(({ request, requests, answers, expect: expectObservable, flush }) => {
      answers(unreachable());
      expectObservable(request('GET', ['ctx']), '400ms !').toBe('-');
      flush();
      expect(requests).toHaveLength(1);
    });
  });

  it('without an answer in time is given up, and repeated', () => {
    run(({ request, answers, cold, expect: expectObservable, flush }) => {
      const silent = cold('-') as unknown as Observable<WireAnswer> & { subscriptions: unknown[] };
      answers(silent, OK);
      expectObservable(request('GET', ['ctx'])).toBe('30500ms (a|)', { a: ['a'] });
      flush();
      expect(silent.subscriptions).toEqual([{ subscribedFrame: 0, unsubscribedFrame: 30_000 }]);
    });
  });

  it('whose token is refused takes another token, once', () => {
    const token = jest.fn((refused?: string) => of(refused ? 'token-2' : 'token-1'));
    run(
      ({ request, requests, answers }) => {
        answers(EXPIRED, OK);
        const next = jest.fn();
        request('POST', ['groups'], { body: {} }).subscribe(next);
        expect(next).toHaveBeenCalledWith(['a']);
        expect(requests.map(({ headers }) => headers['Authorization'])).toEqual([
          'Bearer token-1',
          'Bearer token-2',
        ]);
        expect(token.mock.calls).toEqual([[], ['token-1']]);

        answers(EXPIRED, EXPIRED, OK);
        const failed = jest.fn();
        request('GET', ['ctx']).subscribe({ error: failed });
        expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 5003, status: 401 }));
        expect(requests).toHaveLength(4);
      },
      { token },
    );
  });

  it('with the master key needs no token', () => {
    const token = jest.fn(() => throwError(() => new Error('nobody is logged in')));
    run(
      ({ request, requests }) => {
        request('POST', ['system'], { body: { content: 'x' } }).subscribe();
        expect(token).not.toHaveBeenCalled();
        expect(requests[0]?.headers).toEqual({
          'X-ML-AppId': 'demo',
          'X-ML-ApiKey': 'master',
          'Content-Type': 'application/json',
        });
      },
      { masterKey: 'master', token },
    );
  });

  it('of somebody who can not be logged in yet carries the client key', () => {
    run(
      ({ request, requests }) => {
        request('POST', ['accounts'], { body: {}, anonymous: true }).subscribe();
        expect(requests[0]?.headers).toMatchObject({ 'X-ML-ApiKey': 'client' });
      },
      { clientKey: 'client' },
    );
  });

  it('fails with the error of the token, unrepeated if that can not help', () => {
    const refused = new ImError('closed', 'The client was closed');
    run(
      ({ request, requests, expect: expectObservable, flush }) => {
        expectObservable(request('GET', ['ctx'])).toBe('#', undefined, refused);
        flush();
        expect(requests).toHaveLength(0);
      },
      { token: () => throwError(() => refused) },
    );
  });

  it('that deletes has succeeded if a repetition finds nothing any more', () => {
    run(({ request, answers, expect: expectObservable }) => {
      answers(unreachable(), MISSING);
      expectObservable(request('DELETE', ['groups', 'g1'])).toBe('500ms (a|)', { a: undefined });
    });
    run(({ request, answers, expect: expectObservable }) => {
      answers(MISSING);
      expectObservable(request('DELETE', ['groups', 'g1'])).toBe(
        '#',
        undefined,
        expect.objectContaining({ code: 5004 }),
      );
    });
  });

  it('says what it expected of an answer of another shape', () => {
    run(({ request, answers }) => {
      answers(answer(200, ['a', 7]));
      const failed = jest.fn();
      request('GET', ['ctx', 'a', 'friends'], { guard: idsGuard }).subscribe({ error: failed });
      expect(failed).toHaveBeenCalledWith(
        expect.objectContaining({
          code: 'protocol',
          message: 'GET http://im.test/ctx/a/friends[1] expected a string, got 7',
        }),
      );
    });
  });
});
