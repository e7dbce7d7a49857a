import { PeerType, type Ack, type ErrorCode, type Say } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Limits } from '../limits';
import type { Hub } from '../ports/hub';
import type { RoomStore } from '../ports/store';
import type { AppendQueue } from './append-queue';
import { notFound, notPermitted } from './failure';
import { fanOut, fanOutToRoom } from './fan-out';
import type { Metrics } from './metrics';
import { refused, refusedFor, type Refused } from './refusal';
import { labelOf, parseSay, readSay, receiverOf, type Label, type Receiver } from './say';
import type { Session } from './session';

export interface DeliveryOptions {
  readonly queue: AppendQueue;
  readonly rooms: Pick<RoomStore, 'get'>;
  readonly hub: Hub;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The way of what somebody says: read it, store it, and only then tell its sender and its receivers. Rooms are not stored. */
export class Delivery {
  constructor(private readonly options: DeliveryOptions) {}

  /** Takes the payload of a `say`, whatever it is; all answers go to the session. */
  say(session: Session, payload: unknown): void {
    const since = performance.now();
    const { queue, limits, log } = this.options;
    const value = parseSay(payload);
    const label = labelOf(value);
    try {
      queue.checkIntake();
      const say = readSay(value, limits);
      const to = receiverOf(session.identity, say.to);
      if (to.kind !== 'room') {
        this.#store(session, say, to, label, since);
        return;
      }
      if (session.isIn(to.id)) {
        this.#sayInRoom(session, say, label, since);
        return;
      }
      void this.#whyNotInRoom(session.app, to.id).then((why) => this.#refuse(session, label, why));
    } catch (error) {
      this.#refuse(session, label, refusedFor(error, log));
    }
  }

  /** Does not take it. */
  refuse(session: Session, payload: unknown, code: ErrorCode): void {
    this.#refuse(session, labelOf(parseSay(payload)), refused(code));
  }

  #store(
    session: Session,
    say: Say,
    to: Exclude<Receiver, { kind: 'room' }>,
    label: Label,
    since: number,
  ): void {
    const { app, identity: sender } = session;
    const { content, remark, push, cid, after } = say;
    this.options.queue.push({
      message: { app, sender, to, content, remark, push, cid, after },
      accepted: ({ seq, ts, dup, type, recipients }) => {
        // The answer comes first: whoever hears of a message may take its sender's delivery for settled.
        this.#accept(session, dup ? { ...label, ts, seq, dup } : { ...label, ts, seq }, since);
        if (dup) return;
        const said = { speaker: sender, to: { id: to.id, type }, content, ts, seq, remark, cid };
        fanOut(this.options.hub, session, said, recipients);
      },
      refused: (why) => this.#refuse(session, label, why),
    });
  }

  #sayInRoom(session: Session, { to: { id }, content, remark, cid }: Say, label: Label, since: number): void {
    const ts = Date.now();
    this.#accept(session, { ...label, ts }, since);
    const to = { id, type: PeerType.Room };
    fanOutToRoom(this.options.hub, session, { speaker: session.identity, to, content, ts, remark, cid });
  }

  async #whyNotInRoom(app: string, id: string): Promise<Refused> {
    try {
      const room = await this.options.rooms.get(app, id);
      throw room === undefined ? notFound('receiver') : notPermitted('only members may speak in a room');
    } catch (error) {
      return refusedFor(error, this.options.log);
    }
  }

  #accept(session: Session, ack: Ack, since: number): void {
    this.options.metrics.accepted.inc();
    this.options.metrics.latency.observe((performance.now() - since) / 1000);
    if (ack.ack !== undefined || ack.cid !== undefined) session.send('ack', ack);
  }

  /** Clients of 2016 expect no such answer, and would take it for an acceptance. */
  #refuse(session: Session, label: Label, { code, message, retry }: Refused): void {
    this.options.metrics.refused.inc({ code });
    if (!session.extended || (label.ack === undefined && label.cid === undefined)) return;
    session.send('ack', { ...label, error: code, message, retry });
  }
}
