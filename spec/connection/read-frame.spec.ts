import { readFrame } from '../../src/connection/read-frame';
import { socketUrl } from '../../src/connection/url';
import { MismatchError } from '../../src/protocol';

describe('readFrame', () => {
  it('gives an event whose payload was checked', () => {
    expect(readFrame('42/chat,["ack",{"ack":1,"ts":2}]')).toEqual({
      type: 'event',
      name: 'ack',
      payload: { ack: 1, ts: 2 },
    });
  });

  it('says what it expected', () => {
    expect(() => readFrame('42/chat,["ack",{"ts":"now"}]')).toThrow(
      new MismatchError('ack.ts expected an integer, got "now"'),
    );
    expect(() => readFrame(new ArrayBuffer(1))).toThrow(MismatchError);
  });

  it.each(['hologram', 'toString', '__proto__'])('makes nothing of the unknown event %s', (name) => {
    expect(readFrame(`42/chat,["${name}",{}]`)).toEqual({ type: 'noop' });
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
