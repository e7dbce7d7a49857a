import { Subject } from 'rxjs';
import {
  groupKey,
  PeerType,
  text,
  type ConversationKey,
  type Position,
  type ServerEvent,
  type SyncAnswer,
  type SyncRequest,
} from 'rxim/protocol';
import type { Session } from '../../../src/connection';
import { Inbound } from '../../../src/messaging/inbound';

const SESSION: Session = {
  epoch: 1,
  self: { kind: 'user', id: 'me' },
  database: 'd',
  secret: undefined,
  extended: true,
  limits: undefined,
};

/** What can happen next. */
export const STEPS = {
  /** Somebody says something in a group. */
  say: 'say',
  /** The same, and the nodes of the server do not tell each other. */
  sayUnheard: 'sayUnheard',
  /** This device says something, and it is stored. */
  send: 'send',
  /** Frames arrive. */
  deliver: 'deliver',
  /** The server answers a sync with a page. */
  answer: 'answer',
  fail: 'fail',
  cut: 'cut',
  login: 'login',
  resync: 'resync',
  /** The process ends; another one goes on with what it has stored. */
  dispose: 'dispose',
} as const;

export interface Step {
  readonly do: (typeof STEPS)[keyof typeof STEPS];
  readonly in?: string;
  readonly count?: number;
}

interface Row {
  readonly seq: number;
  readonly body: string;
  /** The process of this device that has sent it; 0 for somebody else's. */
  readonly process: number;
}

/** A server of few words, a wire, and the receiving half of a client, one step at a time. */
export class Schedule {
  /** What the application heard of others. */
  readonly heard: string[] = [];
  readonly wrong: string[] = [];
  readonly #rows = new Map<ConversationKey, Row[]>();
  /** Own messages without an ack, as the outbox has them. */
  readonly #unsettled = new Set<string>();
  readonly #stored: Record<ConversationKey, Position> = {};
  readonly #lastHeard = new Map<ConversationKey, number>();
  #wire: (() => void)[] = [];
  #request: { readonly asked: SyncRequest; readonly answer$: Subject<SyncAnswer> } | undefined;
  #isLoggedIn = false;
  #process = 1;
  #inbound = this.#start();

  /** What others said, conversation by conversation. */
  get expected(): string[] {
    const rows = [...this.#rows.values()].flat().filter(({ process }) => process === 0);
    return rows.map(({ body }) => body).sort(byName);
  }

  take({ do: what, in: gid = 'g', count = 1 }: Step): void {
    switch (what) {
      case STEPS.say:
      case STEPS.sayUnheard: {
        const row = this.#append(gid, 0);
        if (what === STEPS.say) this.#send(() => this.#inbound.receive(eventOf(gid, row)));
        return;
      }
      case STEPS.send: {
        const { seq, body } = this.#append(gid, this.#process);
        this.#unsettled.add(body);
        return this.#send(() => {
          if (this.#unsettled.delete(body)) this.#inbound.stored(body, groupKey(gid), seq, seq);
        });
      }
      case STEPS.deliver:
        for (const arrive of this.#wire.splice(0, count)) arrive();
        return;
      case STEPS.answer:
        return this.#answer(count);
      case STEPS.fail: {
        const request = this.#request;
        this.#request = undefined;
        return request?.answer$.error(new Error('no answer'));
      }
      case STEPS.cut:
        return this.#cut();
      case STEPS.login:
        if (!this.#isLoggedIn) this.#login();
        return;
      case STEPS.resync:
        return this.#send(() => this.#inbound.receive({ name: 'resync', payload: {} }));
      case STEPS.dispose:
        this.#cut();
        this.#process++;
        this.#inbound = this.#start();
    }
  }

  /** Everything arrives and is answered, and the next of the syncs that come by themselves as well. */
  finish(): void {
    for (const last of [false, true]) {
      if (last) this.take({ do: STEPS.resync });
      for (let steps = 0; !this.#isLoggedIn || this.#request || this.#wire.length > 0; steps++) {
        if (steps > 10_000) throw new Error('it asks for ever');
        this.take({ do: STEPS.login });
        this.take({ do: STEPS.answer, count: 3 });
        this.take({ do: STEPS.deliver });
      }
    }
    this.heard.sort(byName);
  }

  #start(): Inbound {
    const inbound = new Inbound({
      fetch: (_self, asked) => {
        const answer$ = new Subject<SyncAnswer>();
        this.#request = { asked, answer$ };
        return answer$;
      },
      emit: (_event, place, own) => {
        if (!place) return;
        this.#stored[place.conv] = place.position;
        if (!own) this.#hear(place.conv, place.position[0]);
      },
      passed: (conv, position) => (this.#stored[conv] = position),
      gap: (gap) => this.wrong.push(`a gap: ${JSON.stringify(gap)}`),
      settle: (cid) => this.#unsettled.delete(cid),
      report: () => undefined,
      bufferLimit: 4,
    });
    inbound.prepare(SESSION);
    inbound.stop();
    inbound.restore({ ...this.#stored });
    return inbound;
  }

  #hear(conv: ConversationKey, seq: number): void {
    const row = this.#rows.get(conv)?.[seq - 1];
    if (!row) this.wrong.push(`${conv} ${seq} was never said`);
    if (seq <= (this.#lastHeard.get(conv) ?? 0)) this.wrong.push(`${conv} ${seq} once more, or too late`);
    this.#lastHeard.set(conv, seq);
    if (row?.process === 0) this.heard.push(row.body);
    else if (row?.process === this.#process) this.wrong.push(`${conv} ${seq} is an own message`);
  }

  #append(gid: string, process: number): Row {
    const conv = groupKey(gid);
    const rows = this.#rows.get(conv) ?? [];
    this.#rows.set(conv, rows);
    const seq = rows.length + 1;
    const row = { seq, body: `${gid}${seq}`, process };
    rows.push(row);
    return row;
  }

  #send(arrive: () => void): void {
    if (this.#isLoggedIn) this.#wire.push(arrive);
  }

  #cut(): void {
    this.#isLoggedIn = false;
    this.#wire = [];
    this.#request = undefined;
    this.#inbound.stop();
    this.#caughtUp?.unsubscribe();
  }

  #caughtUp: { unsubscribe(): void } | undefined;

  #login(): void {
    this.#isLoggedIn = true;
    // A sync that fails ends the session that waits for it.
    this.#caughtUp = this.#inbound.prepare(SESSION).subscribe({ error: () => this.#cut() });
  }

  #answer(limit: number): void {
    const request = this.#request;
    if (!request) return;
    this.#request = undefined;
    const { cursor: from, after = '', upTo } = request.asked;
    const messages: SyncAnswer['messages'][number][] = [];
    const cursor: Record<ConversationKey, Position> = {};
    let more = false;
    for (const conv of [...this.#rows.keys()].sort()) {
      if (conv <= after || (upTo !== undefined && conv > upTo)) continue;
      const unread = (this.#rows.get(conv) ?? []).slice(from![conv]?.[0] ?? 0);
      const page = unread.slice(0, limit - messages.length);
      more ||= page.length < unread.length;
      for (const row of page) {
        const { name, payload } = eventOf(conv.slice(2), row);
        messages.push({ conv, event: [name, payload] as never });
        cursor[conv] = [row.seq, row.seq];
      }
    }
    request.answer$.next({ messages, cursor, more });
    request.answer$.complete();
  }
}

const byName = (a: string, b: string): number => (a < b ? -1 : 1);

const eventOf = (gid: string, { seq, body, process }: Row): ServerEvent => {
  const said = { content: text(body), ts: seq, seq };
  return process === 0
    ? { name: 'message', payload: { from: { id: 'bob', type: PeerType.Group, gid }, ...said } }
    : { name: 'yourself', payload: { to: { id: gid, type: PeerType.Group }, cid: body, ...said } };
};
