import { answerTo, type From } from 'rxim';

const message = (from: From, seq?: number) => ({
  from,
  content: { media: 0, body: 'x' } as const,
  ts: 5,
  ...(seq !== undefined && { seq }),
});
const item = (from: From, seq?: number) => ({
  answerId: (name?: string) => answerTo(message(from, seq), name).cid,
  peer: answerTo(message(from, seq)).to,
});
const bob = (type: 0 | 4): From => ({ id: 'bob', type });
const inGroup = (gid: string): From => ({ id: 'bob', type: 1, gid });

it('the id of an answer tells conversations, messages and answers apart', () => {
  const ids = [
    item(bob(0), 1).answerId(),
    item(bob(0), 2).answerId(),
    item(bob(0), 1).answerId('later'),
    item({ id: 'bob', type: 3 }, 1).answerId(),
    item(inGroup('a'.repeat(32)), 1).answerId(),
    item({ id: 'bob', type: 2, gid: 'a'.repeat(32) }).answerId(),
    item({ id: 'b'.repeat(128), type: 0 }, 1).answerId(),
    item({ id: 'b'.repeat(127) + 'c', type: 0 }, 1).answerId(),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id.length).toBeLessThanOrEqual(64);
});

it('the id of an answer is the same in every process, and whether the two are friends by then or not', () => {
  expect(item(bob(0), 7).answerId()).toBe('re/u:bob/7/');
  expect(item(bob(4), 7).answerId()).toBe('re/u:bob/7/');
});

it('an answer goes to the group in which was asked', () => {
  const gid = 'a'.repeat(32);
  expect(item(inGroup(gid), 1).peer).toEqual({ id: gid, type: 1 });
  expect(item(bob(4), 1).peer).toEqual(bob(4));
});
