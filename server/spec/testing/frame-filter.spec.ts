import fc from 'fast-check';
import { FrameFilter } from '../../src/testing/frame-filter';

const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';

const frame = (payload: string, { opcode = 1, last = true, compressed = false } = {}): Buffer => {
  const body = Buffer.from(payload);
  const head = Buffer.from([(last ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode]);
  if (body.length < 126) return Buffer.concat([head, Buffer.from([body.length]), body]);
  const length = Buffer.alloc(body.length < 65_536 ? 3 : 9);
  length[0] = body.length < 65_536 ? 126 : 127;
  if (body.length < 65_536) length.writeUInt16BE(body.length, 1);
  else length.writeBigUInt64BE(BigInt(body.length), 1);
  return Buffer.concat([head, length, body]);
};

const isSecret = (text: string): boolean => text.startsWith('secret');

/** What comes through if the bytes arrive in these pieces. */
const through = (chunks: readonly Buffer[]): string => {
  const filter = new FrameFilter(isSecret);
  return Buffer.concat(chunks.map((chunk) => filter.push(chunk))).toString('latin1');
};

const cutAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
};

describe('FrameFilter', () => {
  it.each([10, 200, 70_000])('drops single events of a batch, the rest of which is of %i bytes', (size) => {
    const filter = new FrameFilter((text) => text.startsWith('42/chat,["ack"'));
    const body = 'x'.repeat(size);
    const batch = (...events: unknown[]): Buffer => frame(`42/chat,${JSON.stringify(['batch', events])}`);
    const sent = batch(['ack', { ack: 1 }], ['message', body], ['ack', { ack: 2 }]);
    const passed = filter.push(Buffer.concat([Buffer.from(UPGRADE), sent, batch(['ack', { ack: 3 }])]));
    expect(passed.equals(Buffer.concat([Buffer.from(UPGRADE), batch(['message', body])]))).toBe(true);
  });

  it('drops the text messages it is told to drop, and lets everything else pass unchanged', () => {
    const kept = [
      frame('hello'),
      frame('secret', { opcode: 2 }),
      frame('x'.repeat(300)),
      frame('y'.repeat(70_000)),
    ];
    const all = [
      frame('secret 1'),
      kept[0]!,
      kept[1]!,
      frame(`secret ${'z'.repeat(300)}`),
      kept[2]!,
      kept[3]!,
    ];
    expect(through([Buffer.from(UPGRADE), ...all])).toBe(UPGRADE + Buffer.concat(kept).toString('latin1'));
  });

  it('reads frames however TCP cut them into pieces', () => {
    const bytes = Buffer.concat([
      Buffer.from(UPGRADE),
      frame('one'),
      frame('secret two'),
      frame('three'.repeat(40)),
      frame(`secret${'4'.repeat(200)}`),
      frame('five'),
    ]);
    const expected =
      UPGRADE + Buffer.concat([frame('one'), frame('three'.repeat(40)), frame('five')]).toString('latin1');
    fc.assert(
      fc.property(fc.array(fc.nat()), (cuts) => {
        expect(through(cutAt(bytes, cuts))).toBe(expected);
      }),
      { seed: 1 },
    );
    expect(through(Array.from(bytes, (byte) => Buffer.from([byte])))).toBe(expected);
  });

  it('drops all frames of a message that comes in several, but not the ping between them', () => {
    const ping = frame('', { opcode: 9 });
    const parts = [frame('sec', { last: false }), ping, frame('ret', { opcode: 0 }), frame('after')];
    expect(through([Buffer.from(UPGRADE), ...parts])).toBe(
      UPGRADE + Buffer.concat([ping, frame('after')]).toString('latin1'),
    );
  });

  it('lets compressed messages pass, which it cannot read', () => {
    const compressed = frame('secret', { compressed: true });
    expect(through([Buffer.from(UPGRADE), compressed])).toBe(UPGRADE + compressed.toString('latin1'));
  });

  it('lets a connection pass that is no WebSocket', () => {
    const answer = `HTTP/1.1 200 OK\r\n\r\n${frame('secret').toString('latin1')}`;
    expect(through(Array.from(Buffer.from(answer, 'latin1'), (byte) => Buffer.from([byte])))).toBe(answer);
  });

  it('tells a WebSocket once the server has answered the upgrade', () => {
    const filter = new FrameFilter(isSecret);
    filter.push(Buffer.from(UPGRADE.slice(0, -1)));
    expect(filter.isWebSocket).toBe(false);
    filter.push(Buffer.from(UPGRADE.slice(-1)));
    expect(filter.isWebSocket).toBe(true);
  });
});
