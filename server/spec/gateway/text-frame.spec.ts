import { textFrame } from '../../src/gateway/text-frame';
import { framesIn } from '../support/frames';

describe('A text frame', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])(
    'holds %d bytes, with the shortest header',
    (size) => {
      const text = 'x'.repeat(size);
      const frame = textFrame(text);
      expect(framesIn(frame)).toEqual([text]);
      expect(frame.length - size).toBe(size < 126 ? 2 : size < 65_536 ? 4 : 10);
    },
  );

  it('counts bytes, not characters', () => {
    const text = '你好 🌍'.repeat(20);
    expect(framesIn(Buffer.concat([textFrame(text), textFrame('next')]))).toEqual([text, 'next']);
  });
});
