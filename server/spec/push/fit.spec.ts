import fc from 'fast-check';
import { fit } from '../../src/push/fit';
import { notificationOf } from './support/notification';

const LIMIT = 500;
const render = (fitted: object) => fitted;
interface Rendered {
  readonly body: string;
  readonly truncated: boolean;
  readonly parrot: {
    readonly content?: { readonly body: string };
    readonly remark?: string;
    readonly seq: number;
  };
}
const fitted = (...args: Parameters<typeof notificationOf>): Rendered =>
  JSON.parse(fit(notificationOf(...args), LIMIT, render)) as Rendered;

it('leaves what fits as it is', () => {
  expect(fitted('hi', { prefix: '<', suffix: '>' })).toMatchObject({
    body: '<hi>',
    truncated: false,
    parrot: { content: { body: 'hi' } },
  });
});

it('shortens the text in the notification and in the message, and never what stands around it', () => {
  const { body, truncated, parrot } = fitted('a'.repeat(5000), { prefix: '<', suffix: '>' });
  expect(body).toMatch(/^<a{20,}…>$/);
  expect(truncated).toBe(true);
  expect(parrot.content?.body).toBe(body.slice(1, -1));
});

it('cuts between characters as readers see them', () => {
  const family = '👨‍👩‍👧‍👦';
  const { body } = fitted(family.repeat(100));
  expect(body).toMatch(/^(👨‍👩‍👧‍👦)+…$/);
});

it('never gets longer than allowed, nor anything but JSON without halves of characters', () => {
  const text = fc.string({ unit: 'binary', maxLength: 3000 });
  fc.assert(
    fc.property(text, (body) => {
      const json = fit(notificationOf(body), LIMIT, render);
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(LIMIT);
      const shown = (JSON.parse(json) as Rendered).body;
      expect(Buffer.from(shown, 'utf8').toString('utf8')).toBe(shown);
      if (shown !== body) expect(body.startsWith(shown.replace(/…$/, ''))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it('drops remark and content where the text is not what takes the room', () => {
  const url = `https://files.example/${'x'.repeat(1000)}`;
  const { parrot, truncated, body } = fitted('[Photo]', {
    parrot: { from: { id: 'alice', type: 0 }, content: { media: 1, body: url }, ts: 1, seq: 4, remark: 'r' },
  });
  expect(body).toBe('[Photo]');
  expect(truncated).toBe(true);
  expect(parrot).toEqual({ from: { id: 'alice', type: 0 }, ts: 1, seq: 4 });
});
