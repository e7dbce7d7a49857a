import * as fc from 'fast-check';
import { decodePacket, encodeConnect, encodeEvent, MismatchError } from '../../src/protocol';

describe('decodePacket', () => {
  it.each([
    [
      '0{"sid":"a","pingInterval":25000,"pingTimeout":20000}',
      { type: 'open', handshake: { sid: 'a', pingInterval: 25000, pingTimeout: 20000 } },
    ],
    ['1', { type: 'close' }],
    ['2', { type: 'ping' }],
    ['2probe', { type: 'ping' }],
    ['6', { type: 'noop' }],
    ['40/chat,{"sid":"b"}', { type: 'connect' }],
    ['41/chat,', { type: 'disconnect' }],
    ['44/chat,{"message":"no"}', { type: 'refused', message: 'no' }],
    ['42/chat,["online","bob"]', { type: 'event', name: 'online', payload: 'bob' }],
    ['42/chat,["resync"]', { type: 'event', name: 'resync', payload: undefined }],
  ])('reads %s', (text, packet) => {
    expect(decodePacket(text)).toEqual(packet);
  });

  it.each([
    ['', 'frame expected a packet of /chat'],
    ['9', 'frame expected a packet of /chat'],
    ['42["message",{}]', 'frame expected a packet of /chat'],
    ['42/other,["message",{}]', 'frame expected a packet of /chat'],
    ['451-/chat,["b",{"_placeholder":true,"num":0}]', 'frame expected a packet of /chat'],
    ['42/chat,{', 'event expected JSON'],
    ['42/chat,{}', 'event expected an array that begins with a name'],
    ['42/chat,[1]', 'event expected an array that begins with a name'],
    ['0{}', 'open.pingInterval expected a number, got undefined'],
    ['0{"sid":"a","pingInterval":"x","pingTimeout":1}', 'open.pingInterval expected a number, got "x"'],
    ['0{"sid":"a","pingInterval":-1,"pingTimeout":1}', 'open.pingInterval expected a number, got -1'],
    ['0{"sid":"a","pingInterval":1,"pingTimeout":2147483648}', 'open.pingTimeout expected a number'],
    ['44/chat,{}', 'refusal.message expected a string, got undefined'],
  ])('says what it expected of %j', (text, message) => {
    expect(() => decodePacket(text)).toThrow(MismatchError);
    expect(() => decodePacket(text)).toThrow(message);
  });

  it('wants text', () => {
    expect(() => decodePacket(new ArrayBuffer(1))).toThrow(
      new MismatchError('frame expected a string, got an object'),
    );
  });

  it('throws nothing but a MismatchError, whatever comes', () => {
    const frame = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom('0', '40/chat,', '42/chat,', '44/chat,'), fc.string())
        .map((parts) => parts.join('')),
      fc.json().map((json) => `42/chat,${json}`),
    );
    fc.assert(
      fc.property(frame, (text) => {
        try {
          decodePacket(text);
        } catch (error) {
          expect(error).toBeInstanceOf(MismatchError);
        }
      }),
    );
  });

  it('reads every event that encodeEvent writes', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, payload) => {
        // JSON knows no negative zero.
        expect(JSON.stringify(decodePacket(encodeEvent(name, payload)))).toBe(
          JSON.stringify({ type: 'event', name, payload }),
        );
      }),
    );
  });
});

it('encodeConnect puts the login into the payload, not into the address', () => {
  expect(encodeConnect({ app: 'demo', client: 'alice' })).toBe('40/chat,{"app":"demo","client":"alice"}');
});
