import { text } from 'rxim/protocol';
import { DEFAULT_LIMITS } from '../../src/limits';
import type { Hub } from '../../src/ports/hub';
import type { Pending } from '../../src/services/append-queue';
import { Delivery, type DeliveryOptions } from '../../src/services/delivery';
import type { Session } from '../../src/services/session';

const alice = { kind: 'user', id: 'alice' } as const;
const bob = { kind: 'user', id: 'bob' } as const;

it('the sender has the answer before anybody hears the message, stored or said in a room', () => {
  const order: string[] = [];
  const heardOf = (_: string, __: unknown, event: string): void => void order.push(event);
  const delivery = new Delivery({
    queue: {
      checkIntake: () => undefined,
      push: ({ accepted }: Pending) =>
        accepted({ ok: true, conv: 'u:alice|u:bob', seq: 1, ts: 1, dup: false, type: 0, recipients: [bob] }),
    },
    hub: { toIdentities: heardOf, toRoom: heardOf } as unknown as Hub,
    limits: DEFAULT_LIMITS,
    metrics: { accepted: { inc: () => undefined }, latency: { observe: () => undefined } },
  } as unknown as DeliveryOptions);
  const session = {
    app: 'demo',
    identity: alice,
    extended: true,
    isIn: () => true,
    send: (event: string) => void order.push(event),
  } as unknown as Session;
  for (const type of [0, 2]) {
    delivery.say(session, { to: { id: 'b'.repeat(32), type }, content: text('hi'), cid: '1', ack: 1 });
    expect(order.splice(0)).toEqual(['ack', 'message', 'yourself']);
  }
});
