import { ErrorCode, ERRORS, PeerType, type Ack, type Say } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Limits } from '../limits';
import type { Hub } from '../ports/hub';
import { StoreError, type Appended, type NewMessage, type Store } from '../ports/store';
import { Batcher } from './batcher';
import { readContent, readRemark } from './content';
import type { Deliver, SystemMessage, SystemTarget } from './context';
import { Failure, notFound, notPermitted } from './failure';
import { fanOut, fanOutToRoom } from './fan-out';
import { systemOf, type Said } from './frames';
import type { Metrics } from './metrics';
import { labelOf, parseSay, readSay, receiverOf } from './say';
import type { Session } from './session';

/** A message on its way to disk, and what is to happen then. */
interface Pending {
  readonly message: NewMessage;
  readonly accepted: (appended: Extract<Appended, { ok: true }>) => void;
  readonly refused: (refusal: Refused) => void;
}

type Refused = Pick<Extract<Appended, { ok: false }>, 'code' | 'message' | 'retry'>;

export interface DeliveryOptions {
  readonly store: Store;
  readonly hub: Hub;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/**
 * The way of a message: read it, store it together with what else came in the same turn, and only then tell its sender
 * and its receivers. Rooms are not stored.
 */
export class Delivery implements Deliver {
  readonly #queue: Batcher<Pending>;
  /** How messages are taken: once the server is about to stop, they are refused with `retry`. */
  #intake: 'open' | 'closed' = 'open';

  constructor(private readonly options: DeliveryOptions) {
    this.#queue = new Batcher((batch) => this.#commit(batch), options.limits.appendBatch);
  }

  /** Takes the payload of a `say`, whatever it is; all answers go to the session. */
  say(session: Session, payload: unknown): void {
    const since = performance.now();
    const value = parseSay(payload);
    const label = labelOf(value);
    const refuse = (refused: Refused): void => this.refuse(session, label, refused);
    try {
      this.#checkIntake();
      const say = readSay(value, this.options.limits);
      const to = receiverOf(session.identity, say.to);
      if (to.kind === 'room') {
        this.#sayInRoom(session, say, label).catch((error: unknown) => refuse(this.#told(error)));
        return;
      }
      const { content, remark, cid, after } = say;
      this.#queue.push({
        message: { app: session.app, sender: session.identity, to, content, remark, cid, after },
        accepted: ({ seq, ts, dup, type, recipients }) => {
          this.#accept(session, { ...label, ts, seq, ...(dup && { dup }) }, since);
          if (dup) return;
          const said: Said = {
            speaker: session.identity,
            to: { id: to.id, type },
            content,
            ts,
            seq,
            remark,
            cid,
          };
          fanOut(this.options.hub, session, said, recipients);
        },
        refused: refuse,
      });
    } catch (error) {
      refuse(this.#told(error));
    }
  }

  /** Tells the sender that its message was not accepted, if the client understands that. */
  refuse(session: Session, label: Pick<Say, 'ack' | 'cid'>, { code, message, retry }: Refused): void {
    this.options.metrics.refused.inc({ code });
    if (!session.extended || (label.ack === undefined && label.cid === undefined)) return;
    session.send('ack', { ...label, error: code, message, retry });
  }

  async system(app: string, { to, content, remark }: SystemMessage): Promise<void> {
    this.#checkIntake();
    const { limits, hub } = this.options;
    const said = { content: readContent(content, limits), remark: readRemark(remark, limits) };
    if (to.kind === 'all' || to.kind === 'room') {
      const payload = systemOf({ ...said, ts: Date.now() });
      if (to.kind === 'all') return hub.toAll(app, 'sys', payload);
      if ((await this.options.store.rooms.get(app, to.id)) === undefined) throw notFound('room');
      return hub.toRoom(app, to.id, 'sys', payload);
    }
    const users = await this.#usersOf(app, to);
    await Promise.all(users.map((id) => this.#systemTo(app, id, said)));
  }

  /** From now on messages are refused; resolves when what was taken before has its answer. */
  async drain(): Promise<void> {
    this.#intake = 'closed';
    await this.#queue.drain();
  }

  async #usersOf(app: string, to: Extract<SystemTarget, { id: string }>): Promise<readonly string[]> {
    if (to.kind === 'user') return [to.id];
    const group = await this.options.store.groups.get(app, to.id);
    if (group === undefined) throw notFound('group');
    return group.members;
  }

  #systemTo(app: string, id: string, said: Pick<NewMessage, 'content' | 'remark'>): Promise<void> {
    const to = { kind: 'user', id } as const;
    return new Promise((resolve, reject) => {
      this.#queue.push({
        message: { app, sender: null, to, ...said },
        accepted: ({ ts, seq }) => {
          this.options.metrics.accepted.inc();
          this.options.hub.toIdentities(app, [to], 'sys', systemOf({ ...said, ts, seq }));
          resolve();
        },
        refused: ({ code, message }) => reject(new Failure(code, message)),
      });
    });
  }

  async #sayInRoom(session: Session, say: Say, label: Pick<Ack, 'ack' | 'cid'>): Promise<void> {
    const { id } = say.to;
    if (!session.isIn(id)) {
      const room = await this.options.store.rooms.get(session.app, id);
      throw room === undefined ? notFound('room') : notPermitted('only members may speak in a room');
    }
    const ts = Date.now();
    this.#accept(session, { ...label, ts }, performance.now());
    fanOutToRoom(this.options.hub, session, {
      speaker: session.identity,
      to: { id, type: PeerType.Room },
      content: say.content,
      ts,
      remark: say.remark,
      cid: say.cid,
    });
  }

  #accept(session: Session, ack: Ack, since: number): void {
    this.options.metrics.accepted.inc();
    this.options.metrics.latency.observe((performance.now() - since) / 1000);
    if (ack.ack !== undefined || ack.cid !== undefined) session.send('ack', ack);
  }

  #checkIntake(): void {
    if (this.#intake === 'closed') throw new Failure(ErrorCode.Unavailable, 'the server is about to restart');
    if (this.#queue.waiting >= this.options.limits.appendQueue)
      throw new Failure(ErrorCode.Unavailable, 'too much to do');
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    this.options.metrics.batch.observe(batch.length);
    try {
      const results = await this.options.store.messages.append(batch.map(({ message }) => message));
      batch.forEach((pending, index) => settle(pending, results[index]));
    } catch (error) {
      // Nothing was stored. Whatever the reason is, the database is not well, and the senders try again.
      this.options.log.error({ err: error, messages: batch.length }, 'messages could not be stored');
      batch.forEach(({ refused }) => refused(refusal(ErrorCode.Database)));
    }
  }

  #told(error: unknown): Refused {
    if (error instanceof Failure || error instanceof StoreError) return refusal(error.code, error.message);
    this.options.log.error({ err: error }, 'a message could not be handled');
    return refusal(ErrorCode.Unavailable);
  }
}

const refusal = (code: ErrorCode, message: string = ERRORS[code].meaning): Refused => ({
  code,
  message,
  retry: ERRORS[code].retry,
});

const settle = ({ accepted, refused }: Pending, result: Appended | undefined): void => {
  if (result === undefined) throw new Error('the store answered fewer messages than it was given');
  return result.ok ? accepted(result) : refused(result);
};
