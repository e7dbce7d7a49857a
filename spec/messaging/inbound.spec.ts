import { type Observable, Subject } from 'rxjs';
import { Inbound } from '../../src/messaging/inbound';
import type { Session } from '../../src/connection';
import {
  groupKey,
  PeerType,
  text,
  type Cursor,
  type Gap,
  type ServerEvent,
  type SyncAnswer,
  type SyncRequest,
} from '../../src/protocol';

const SESSION: Session = {
  epoch: 1,
  self: { kind: 'user', id: 'me' },
  database: 'd',
  secret: undefined,
  extended: true,
  limits: undefined,
};
const G = groupKey('g');
const H = groupKey('h');

const message = (seq: number | undefined, gid = 'g', body = `${gid}${seq ?? ''}`): ServerEvent => ({
  name: 'message',
  payload: {
    from: { id: 'bob', type: PeerType.Group, gid },
    content: text(body),
    ts: (seq ?? 0) * 10,
    ...(seq !== undefined && { seq }),
  },
});
const own = (seq: number, cid: string): ServerEvent => ({
  name: 'yourself',
  payload: { to: { id: 'g', type: PeerType.Group }, content: text(cid), ts: seq * 10, seq, cid },
});

const answerOf = (
  events: ServerEvent[],
  cursor: Cursor = {},
  rest: Partial<SyncAnswer> = {},
): SyncAnswer => ({
  messages: events.map(({ name, payload }) => ({ conv: convOf(payload), event: [name, payload] as never })),
  cursor,
  more: false,
  ...rest,
});
const convOf = (payload: unknown): string => {
  const { from, to } = payload as { from?: { gid: string }; to?: { id: string } };
  return groupKey(from?.gid ?? to?.id ?? '');
};

/** An inbound whose syncs are answered by hand. */
const setUp = (options: { bufferLimit?: number } = {}) => {
  const heard: string[] = [];
  const gaps: Gap[] = [];
  const errors: string[] = [];
  const requests: SyncRequest[] = [];
  const settled = new Set<string>();
  const mine = new Set<string>();
  let answers$ = new Subject<SyncAnswer>();
  let reaction = (): void => undefined;
  const inbound = new Inbound({
    ...options,
    fetch: (_self, request): Observable<SyncAnswer> => {
      requests.push(request);
      answers$ = new Subject();
      return answers$;
    },
    emit: (event, _place, isOwn) => {
      if (isOwn) return;
      const payload = event.payload as { content?: { body: string } };
      heard.push(payload.content?.body ?? `${event.name} ${JSON.stringify(event.payload)}`);
      reaction();
    },
    passed: () => undefined,
    gap: (gap) => gaps.push(gap),
    settle: (cid) => {
      settled.add(cid);
      return mine.has(cid);
    },
    report: (error) => errors.push(error.message),
  });
  const answer = (value: SyncAnswer): void => {
    const current = answers$;
    current.next(value);
    current.complete();
  };
  let ready = false;
  const login = (session = SESSION): void => {
    ready = false;
    inbound.prepare(session).subscribe({ complete: () => (ready = true) });
  };
  return {
    inbound,
    heard,
    gaps,
    errors,
    requests,
    mine,
    answer,
    fail: (error: Error) => answers$.error(error),
    onEmit: (react: () => void) => (reaction = react),
    login,
    isReady: () => ready,
    /** Logged in, with `cursor` as the positions of now. */
    loggedIn: (cursor: Cursor) => {
      login();
      answer({ messages: [], cursor, more: false });
    },
  };
};

describe('at the first login', () => {
  it('takes the positions of now, page by page, and delivers nothing old', () => {
    const { login, answer, requests, heard, isReady, inbound } = setUp();
    login();
    answer({ messages: [], cursor: { [G]: [4, 40] }, more: true });
    expect(isReady()).toBe(false);
    answer({ messages: [], cursor: { [H]: [2, 20] }, more: false });
    expect(isReady()).toBe(true);
    expect(requests).toEqual([{ cursor: null }, { cursor: null, after: G }]);
    inbound.receive(message(5));
    inbound.receive(message(3, 'h'));
    expect(heard).toEqual(['g5', 'h3']);
  });

  it('delivers what came live since the login, even if the positions of now include it already', () => {
    const { login, answer, heard, inbound } = setUp();
    login();
    inbound.receive(message(4));
    inbound.receive(message(5));
    expect(heard).toEqual([]);
    answer({ messages: [], cursor: { [G]: [4, 40] }, more: false });
    expect(heard).toEqual(['g4', 'g5']);
  });
});

describe('at later logins', () => {
  it('asks from the cursor, delivers what was missed, then what was kept back, each once', () => {
    const { loggedIn, login, answer, inbound, heard, requests, isReady } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.receive(message(2));
    inbound.stop();
    login();
    inbound.receive(message(4));
    inbound.receive(message(5));
    answer(answerOf([message(3), message(4)], { [G]: [4, 40] }));
    expect(requests.at(-1)).toEqual({ cursor: { [G]: [2, 20] } });
    expect(heard).toEqual(['g2', 'g3', 'g4', 'g5']);
    expect(isReady()).toBe(true);
  });

  it('asks again while there is more', () => {
    const { loggedIn, login, answer, heard, requests } = setUp();
    loggedIn({ [G]: [1, 10] });
    login();
    answer(answerOf([message(2)], { [G]: [2, 20] }, { more: true }));
    answer(answerOf([message(3)], { [G]: [3, 30] }));
    expect(heard).toEqual(['g2', 'g3']);
    expect(requests.slice(1)).toEqual([{ cursor: { [G]: [1, 10] } }, { cursor: { [G]: [2, 20] } }]);
  });

  it('fails, instead of asking for ever, when the server says more and moves nothing', () => {
    const { inbound, loggedIn, answer } = setUp();
    loggedIn({ [G]: [1, 10] });
    let failure: unknown;
    inbound.prepare(SESSION).subscribe({ error: (error: unknown) => (failure = error) });
    answer({ messages: [], cursor: {}, more: true });
    expect(failure).toMatchObject({ code: 'protocol' });
  });

  it('cuts a cursor of many conversations into ranges that leave no key out', () => {
    const { loggedIn, login, answer, requests } = setUp();
    const cursor: Record<string, [number, number]> = {};
    for (let i = 0; i < 1001; i++) cursor[`g:${String(i).padStart(4, '0')}`] = [1, 10];
    loggedIn(cursor);
    login();
    answer(answerOf([]));
    answer(answerOf([]));
    answer(answerOf([]));
    const ranges = requests.slice(1);
    expect(ranges.map(({ after, upTo }) => [after, upTo])).toEqual([
      [undefined, 'g:0499'],
      ['g:0499', 'g:0999'],
      ['g:0999', undefined],
    ]);
    expect(ranges.map((request) => Object.keys(request.cursor ?? {}).length)).toEqual([500, 500, 1]);
  });

  it('drops what was kept back when the connection goes during the sync, and asks again', () => {
    const { loggedIn, login, answer, inbound, heard } = setUp();
    loggedIn({ [G]: [1, 10] });
    login();
    inbound.receive(message(3));
    inbound.stop();
    login();
    answer(answerOf([message(2), message(3)], { [G]: [3, 30] }));
    expect(heard).toEqual(['g2', 'g3']);
  });

  it('starts at now for another user', () => {
    const { loggedIn, login, requests } = setUp();
    loggedIn({ [G]: [1, 10] });
    login({ ...SESSION, self: { kind: 'user', id: 'other' } });
    expect(requests.at(-1)).toEqual({ cursor: null });
  });
});

describe('live', () => {
  it('drops what it has seen', () => {
    const { loggedIn, inbound, heard } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.receive(message(2));
    inbound.receive(message(2));
    inbound.receive(message(1));
    expect(heard).toEqual(['g2']);
  });

  it('moves its position before it tells: a subscriber who makes it read the same frame meets no message twice', () => {
    const { loggedIn, inbound, heard, onEmit } = setUp();
    loggedIn({ [G]: [1, 10] });
    onEmit(() => inbound.receive(message(2)));
    inbound.receive(message(2));
    expect(heard).toEqual(['g2']);
  });

  it('closes a gap by a sync of that conversation, and keeps everything behind it in order', () => {
    const { loggedIn, inbound, heard, requests, answer } = setUp();
    loggedIn({ [G]: [1, 10], [H]: [1, 10] });
    inbound.receive(message(4));
    inbound.receive(message(2, 'h'));
    inbound.receive(message(5));
    expect(heard).toEqual([]);
    expect(requests.at(-1)).toEqual({ cursor: { [G]: [1, 10] }, upTo: G });
    answer(answerOf([message(2), message(3), message(4)], { [G]: [4, 40] }));
    expect(heard).toEqual(['g2', 'g3', 'g4', 'h2', 'g5']);
  });

  it('accepts the first message of a new conversation, and syncs one that it enters in the middle', () => {
    const { loggedIn, inbound, heard, requests, answer } = setUp();
    loggedIn({});
    inbound.receive(message(1));
    expect(heard).toEqual(['g1']);
    inbound.receive(message(8, 'h'));
    expect(requests.at(-1)).toEqual({ cursor: {}, after: G, upTo: H });
    answer(answerOf([message(7, 'h'), message(8, 'h')], { [H]: [8, 80] }));
    expect(heard).toEqual(['g1', 'h7', 'h8']);
  });

  it('says that messages are missing when even the sync does not have them, and asks no second time', () => {
    const { loggedIn, inbound, heard, gaps, requests, answer } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.receive(message(4));
    answer(answerOf([]));
    expect(gaps).toEqual([{ conv: G, from: 2, to: 3 }]);
    expect(heard).toEqual(['g4']);
    expect(requests).toHaveLength(2);
  });

  it('passes on what the server says is lost', () => {
    const { loggedIn, login, gaps, heard, answer } = setUp();
    loggedIn({ [G]: [1, 10] });
    login();
    answer(answerOf([message(9)], { [G]: [9, 90] }, { lost: [{ conv: G, from: 2, to: 8 }] }));
    expect(gaps).toEqual([{ conv: G, from: 2, to: 8 }]);
    expect(heard).toEqual(['g9']);
  });

  it('delivers room messages and presence as they come', () => {
    const { loggedIn, inbound, heard } = setUp();
    loggedIn({});
    inbound.receive({
      name: 'message',
      payload: { from: { id: 'bob', type: PeerType.Room, gid: 'r' }, content: text('room'), ts: 1 },
    });
    inbound.receive({ name: 'online', payload: 'bob' });
    expect(heard).toEqual(['room', 'online "bob"']);
  });

  it('syncs everything on resync, once more if told so during a sync', () => {
    const { loggedIn, inbound, heard, requests, answer } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.receive({ name: 'resync', payload: {} });
    inbound.resync();
    answer(answerOf([message(2)], { [G]: [2, 20] }));
    answer(answerOf([message(3)], { [G]: [3, 30] }));
    expect(heard).toEqual(['g2', 'g3']);
    expect(requests).toHaveLength(3);
  });

  it('syncs again what did not fit into its buffer', () => {
    const { loggedIn, inbound, heard, answer } = setUp({ bufferLimit: 1 });
    loggedIn({ [G]: [1, 10] });
    inbound.receive(message(3));
    inbound.receive(message(4));
    inbound.receive(message(5));
    answer(answerOf([message(2), message(3)], { [G]: [3, 30] }));
    answer(answerOf([message(5)], { [G]: [5, 50] }));
    expect(heard).toEqual(['g2', 'g3', 'g4', 'g5']);
  });

  it('reports a sync that fails, keeps what is not stored, and asks again at the next gap', () => {
    const { loggedIn, inbound, heard, errors, answer, fail } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.receive(message(3));
    inbound.receive({ name: 'online', payload: 'bob' });
    fail(new Error('down'));
    expect(errors).toHaveLength(1);
    expect(heard).toEqual(['online "bob"']);
    inbound.receive(message(4));
    answer(answerOf([message(2), message(3), message(4)], { [G]: [4, 40] }));
    expect(heard.slice(1)).toEqual(['g2', 'g3', 'g4']);
  });
});

describe('own messages', () => {
  it('move the position when they are stored, and are no news', () => {
    const { loggedIn, inbound, heard } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.stored('c', G, 2, 20);
    inbound.receive(message(3));
    expect(heard).toEqual(['g3']);
  });

  it('that cross a message of somebody else on the wire open a sync that delivers that one alone', () => {
    const { loggedIn, inbound, heard, answer } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.stored('c', G, 3, 30);
    inbound.receive(message(2));
    answer(answerOf([message(2), own(3, 'c')], { [G]: [3, 30] }));
    expect(heard).toEqual(['g2']);
  });

  it('whose ack was lost are settled by the sync', () => {
    const { loggedIn, login, heard, answer, mine } = setUp();
    loggedIn({ [G]: [1, 10] });
    mine.add('c');
    login();
    answer(answerOf([own(2, 'c'), own(3, 'from another device')], { [G]: [3, 30] }));
    expect(heard).toEqual(['from another device']);
  });

  it('whose ack came during a sync that the end of the session cut off are no news to the next one', () => {
    const { loggedIn, login, inbound, heard, answer } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.stored('c', G, 3, 30);
    inbound.stored('d', G, 4, 40);
    inbound.stop();
    login();
    answer(answerOf([message(2), own(3, 'c'), own(4, 'd')], { [G]: [4, 40] }));
    expect(heard).toEqual(['g2']);
  });

  it('whose ack came during a sync that failed are no news to the next one', () => {
    const { loggedIn, inbound, heard, answer, fail } = setUp();
    loggedIn({ [G]: [1, 10] });
    inbound.stored('c', G, 3, 30);
    fail(new Error('no network'));
    inbound.receive(message(4));
    answer(answerOf([message(2), own(3, 'c'), message(4)], { [G]: [4, 40] }));
    expect(heard).toEqual(['g2', 'g4']);
  });
});
