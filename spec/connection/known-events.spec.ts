import { knows } from '../../src/connection/known-events';
import { socketUrl } from '../../src/connection/url';
import { MismatchError } from '../../src/protocol';

describe('knows', () => {
  it('an event whose payload fits', () => {
    expect(knows('ack', { ack: 1, ts: 2 })).toBe(true);
  });

  it('says what it expected', () => {
    expect(() => knows('ack', { ts: 'now' })).toThrow(
      new MismatchError('ack.ts expected an integer, got "now"'),
    );
  });

  it.each(['hologram', 'toString', '__proto__'])('nothing of the event %s', (name) => {
    expect(knows(name, {})).toBe(false);
  });
});

describe('socketUrl', () => {
  it.each([
    ['http://localhost:8787', 'ws://localhost:8787/socket.io/?EIO=4&transport=websocket'],
    ['https://im.test/', 'wss://im.test/socket.io/?EIO=4&transport=websocket'],
    ['HTTPS://im.test/a/b//', 'wss://im.test/a/b/socket.io/?EIO=4&transport=websocket'],
    ['wss://im.test', 'wss://im.test/socket.io/?EIO=4&transport=websocket'],
  ])('of %s is %s', (base, url) => {
    expect(new URL(socketUrl(base)).href).toBe(url);
  });
});
