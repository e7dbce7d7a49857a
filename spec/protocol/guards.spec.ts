import {
  read,
  sayGuard,
  serverEventGuards,
  syncAnswerGuard,
  syncRequestGuard,
  type ServerEventName,
} from '../../src/protocol';

const content = { media: 0, body: 'hi' };

const GOOD: [ServerEventName, unknown][] = [
  ['login', { success: true, id: 'alice' }],
  [
    'login',
    {
      success: true,
      id: 'a',
      token: 't',
      expiresIn: 3600,
      x: 1,
      epoch: 'e',
      limits: { say: { rate: 10, burst: 30 }, frame: 65536, text: 16384 },
    },
  ],
  ['login', { success: false, error: 5003, message: 'no' }],
  ['message', { from: { id: 'bob', type: 0 }, content, ts: 1 }],
  ['message', { from: { id: 'bob', type: 1, gid: 'g' }, content, ts: 1, seq: 4, remark: 'r' }],
  ['message', { from: { id: 'bob', type: 4 }, content: { media: 1, body: ['u', 't'] }, ts: 1 }],
  ['message', { from: { id: 'bob', type: 4 }, content: { media: 2, body: ['u'] }, ts: 1 }],
  ['message', { from: { id: 'bob', type: 0, later: 1 }, content: { ...content, later: 1 }, ts: 1, later: 1 }],
  ['yourself', { to: { id: 'bob', type: 0 }, content, ts: 1, cid: 'c' }],
  ['sys', { content, ts: 1 }],
  ['online', 'bob'],
  ['offline_x', 'bob'],
  ['ack', { ack: 1, ts: 2 }],
  ['ack', { cid: 'c', ts: 2, seq: 1, dup: true }],
  ['ack', { cid: 'c', error: 5003, retry: false }],
  ['token', { token: 't', expiresIn: 1 }],
  ['resync', {}],
  ['bye', { reason: 'restart', retryIn: 100 }],
];

const BAD: [ServerEventName, unknown, string][] = [
  ['login', {}, 'login.success expected a boolean, got undefined'],
  ['login', { success: true }, 'login.id expected a string, got undefined'],
  ['login', { success: false }, 'login.error expected an integer, got undefined'],
  [
    'login',
    { success: true, id: 'a', limits: { say: { rate: 0, burst: 30 }, frame: 1, text: 1 } },
    'login.limits.say.rate expected a number, got 0',
  ],
  ['message', null, 'message expected an object, got null'],
  ['message', { content, ts: 1 }, 'message.from expected an object, got undefined'],
  [
    'message',
    { from: { id: 'b', type: 7 }, content, ts: 1 },
    'message.from.type expected 0 or 1 or 2 or 3 or 4, got 7',
  ],
  [
    'message',
    { from: { id: 'b', type: 1 }, content, ts: 1 },
    'message.from.gid expected a string, got undefined',
  ],
  [
    'message',
    { from: { id: 'b', type: 0 }, content: { media: 0, body: [] }, ts: 1 },
    'message.content.body expected a string, got an array',
  ],
  [
    'message',
    { from: { id: 'b', type: 0 }, content: { media: 1, body: [1] }, ts: 1 },
    'message.content.body expected a string, got an array',
  ],
  ['message', { from: { id: 'b', type: 0 }, content, ts: 1.5 }, 'message.ts expected an integer, got 1.5'],
  ['online', { id: 'bob' }, 'online expected a string, got an object'],
  ['ack', { cid: 'c', error: 5003 }, 'ack.retry expected a boolean, got undefined'],
  ['ack', {}, 'ack.ts expected an integer, got undefined'],
  [
    'bye',
    { reason: 'because' },
    'bye.reason expected "restart" or "logout" or "slow" or "limit", got "because"',
  ],
];

describe('guards of server events', () => {
  it.each(GOOD)('admit %s %j', (name, payload) => {
    expect(read(serverEventGuards[name] as never, payload, name)).toBe(payload);
  });

  it.each(BAD)('of %s refuse %j and say what they expected', (name, payload, message) => {
    expect(() => read(serverEventGuards[name] as never, payload, name)).toThrow(message);
  });
});

describe('sayGuard', () => {
  it('admits what clients send', () => {
    expect(sayGuard({ to: { id: 'bob', type: 0 }, content, ack: 1, ts: 5 })).toBeUndefined();
    expect(
      sayGuard({ to: { id: 'bob' }, content, cid: 'c', after: 'b', push: { enable: false, badge: 2 } }),
    ).toBeUndefined();
  });

  it.each([
    [{ content }, '.to expected an object, got undefined'],
    [{ to: { id: 1 }, content }, '.to.id expected a string, got 1'],
    [{ to: { id: 'bob' } }, '.content expected an object, got undefined'],
    [{ to: { id: 'bob' }, content, cid: '' }, '.cid expected 1 to 64 characters, got ""'],
    [{ to: { id: 'bob' }, content, push: { badge: 'x' } }, '.push.badge expected an integer, got "x"'],
  ])('refuses %j', (say, message) => {
    expect(sayGuard(say)).toBe(message);
  });
});

describe('sync guards', () => {
  it('admit a first request, a later one and their answers', () => {
    expect(syncRequestGuard({ cursor: null })).toBeUndefined();
    expect(
      syncRequestGuard({ cursor: { 'u:a|u:b': [4, 1000] }, after: 'a', upTo: 'z', limit: 10 }),
    ).toBeUndefined();
    expect(
      syncAnswerGuard({
        messages: [
          { conv: 'u:a|u:b', event: ['message', { from: { id: 'b', type: 0 }, content, ts: 1, seq: 5 }] },
        ],
        cursor: { 'u:a|u:b': [5, 1] },
        lost: [{ conv: 'g:x', from: 1, to: 3 }],
        more: false,
      }),
    ).toBeUndefined();
  });

  it('refuse positions and events of another shape', () => {
    expect(syncRequestGuard({ cursor: { x: 4 } })).toBe('.cursor["x"] expected a pair [seq, tag], got 4');
    expect(syncRequestGuard({})).toBe('.cursor expected an object, got undefined');
    expect(
      syncAnswerGuard({ messages: [{ conv: 'x', event: ['ack', {}] }], cursor: {}, more: false }),
    ).toMatch(/^\.messages\[0\]\.event expected/);
  });
});
