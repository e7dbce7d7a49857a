import { EMPTY, Observable, VirtualTimeScheduler, type Subscriber, type Subscription } from 'rxjs';
import { ImError, isImError, friend, group, text, type Peer } from 'rxim';
import {
  directKey,
  groupKey,
  PeerType,
  type ConversationKey,
  type Say,
  type ServerEvent,
  type SyncAnswer,
  type SyncRequest,
} from 'rxim/protocol';
import type { ConnectionState, Session } from '../../../src/connection';
import { Messaging } from '../../../src/messaging/messaging';
import { memoryStorage } from '../../../src/storage';
import type { Store } from '../../../server/src/ports/store';
import { messageOf, yourselfOf } from '../../../server/src/services/frames';
import { sync } from '../../../server/src/services/sync';
import { user, World } from '../../../server/spec/support/stores';

/** What can happen next. */
export const MOVES = {
  /** Bob says something. */
  say: 'say',
  /** The same, and the nodes of the server do not tell each other. */
  sayUnheard: 'sayUnheard',
  /** This device says something. */
  send: 'send',
  /** Another device of the same user does. */
  sendElsewhere: 'sendElsewhere',
  join: 'join',
  leave: 'leave',
  /** Bob takes the user out by the list of members. */
  kick: 'kick',
  /** The server takes what the device has sent. */
  take: 'take',
  /** What the server has sent arrives. */
  arrive: 'arrive',
  /** The server looks up what a sync asks for … */
  look: 'look',
  /** … and its answer arrives. */
  answer: 'answer',
  fail: 'fail',
  cut: 'cut',
  login: 'login',
  resync: 'resync',
  /** Whoever waits for an ack has waited long enough. */
  wait: 'wait',
  /** The process ends; another one goes on with what it has stored. */
  dispose: 'dispose',
} as const;

export type Place = 'bob' | 'g' | 'h';

export interface Move {
  readonly do: (typeof MOVES)[keyof typeof MOVES];
  readonly in?: Place;
  readonly count?: number;
}

interface Request {
  readonly asked: SyncRequest;
  readonly client: Subscriber<SyncAnswer>;
  found?: SyncAnswer;
}

interface Sent {
  readonly process: number;
  result?: 'refused' | number;
}

const ME = user('me');
const LOST: ConnectionState = {
  name: 'waiting',
  attempt: 1,
  retryAt: 0,
  cause: new ImError('network', 'cut'),
};
/** Lets promises that are settled be heard of. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A client and the server's store and sync, with nothing but a wire between them, one move at a time. */
export class MembershipSchedule {
  readonly wrong: string[] = [];
  /** What Bob said while the user was there, and what was heard of it. */
  readonly expected: Record<Place, string[]> = { bob: [], g: [], h: [] };
  readonly heard: Record<Place, string[]> = { bob: [], g: [], h: [] };
  /** How often the user came or went. */
  changes = 0;
  readonly #members = new Set<Place>();
  readonly #sent = new Map<string, Sent>();
  readonly #lastHeard = new Map<ConversationKey, number>();
  readonly #storage = memoryStorage();
  #up: Say[] = [];
  #down: ServerEvent[] = [];
  #request: Request | undefined;
  #session: Session | undefined;
  #preparing: Subscription | undefined;
  #logins = 0;
  #said = 0;
  #process = 0;
  #clock = new VirtualTimeScheduler();
  #client = this.#start();

  private constructor(
    private readonly world: World,
    private readonly groups: Readonly<Record<'g' | 'h', string>>,
  ) {}

  /** Nobody is a member yet, and nothing was said. */
  static async begin(store: Store): Promise<MembershipSchedule> {
    const world = new World(store);
    await world.friends('me', 'bob');
    return new MembershipSchedule(world, { g: await world.group('bob'), h: await world.group('bob') });
  }

  async take({ do: what, in: place = 'bob', count = 1 }: Move): Promise<void> {
    await this.#do(what, place, count);
    await settled();
  }

  async #do(what: Move['do'], place: Place, count: number): Promise<void> {
    switch (what) {
      case MOVES.say:
      case MOVES.sayUnheard:
        return this.#say(place, what === MOVES.say);
      case MOVES.send: {
        this.#send(place);
        return;
      }
      case MOVES.sendElsewhere:
        return this.#sendElsewhere(place);
      case MOVES.join:
      case MOVES.leave:
      case MOVES.kick:
        return this.#change(place, what);
      case MOVES.take:
        for (const say of this.#up.splice(0, count)) await this.#append(say);
        return;
      case MOVES.arrive:
        for (const event of this.#down.splice(0, count)) this.#client.receive(event);
        return;
      case MOVES.look:
        if (this.#request)
          this.#request.found = await sync(this.world, this.world.app, ME, {
            ...this.#request.asked,
            limit: count,
          });
        return;
      case MOVES.answer: {
        const { found, client } = this.#request ?? {};
        if (!found) return;
        this.#request = undefined;
        client?.next(found);
        return client?.complete();
      }
      case MOVES.fail: {
        const { client } = this.#request ?? {};
        this.#request = undefined;
        return client?.error(new Error('no answer'));
      }
      case MOVES.cut: {
        this.#cut();
        return;
      }
      case MOVES.login: {
        this.#login();
        return;
      }
      case MOVES.resync: {
        this.#push({ name: 'resync', payload: {} });
        return;
      }
      case MOVES.wait:
        this.#clock.maxFrames = this.#clock.frame + 15_000;
        this.#clock.flush();
        this.#clock.frame = this.#clock.maxFrames;
        return;
      case MOVES.dispose:
        this.#cut();
        this.#client = this.#start();
    }
  }

  /** Everything arrives and is answered, and the next of the syncs that come by themselves as well. */
  async finish(): Promise<void> {
    for (const last of [false, true]) {
      if (last) await this.take({ do: MOVES.resync });
      for (let rounds = 0; rounds === 0 || this.#isBusy; rounds++) {
        if (rounds > 500) throw new Error('it never ends');
        if (rounds > 10) await this.take({ do: MOVES.wait });
        for (const what of ['login', 'look', 'answer', 'take', 'arrive'] as const)
          await this.take({ do: what, count: 5 });
      }
    }
    for (const place of ['bob', 'g', 'h'] as const) await this.#compare(place);
  }

  get #isBusy(): boolean {
    const waits = this.#up.length + this.#down.length + this.#client.outbox.size;
    return !this.#session || waits > 0 || this.#request !== undefined;
  }

  #start(): Messaging<never> {
    const process = ++this.#process;
    // No process begins in the millisecond in which another one ended.
    const now = this.#clock.frame + 1;
    this.#clock = new VirtualTimeScheduler();
    this.#clock.frame = now;
    const client = new Messaging<never>({
      transmit: (say) => {
        if (this.#session) this.#up.push(say);
        return this.#session !== undefined;
      },
      fetch: (_self, asked) =>
        new Observable((subscriber) => {
          const request: Request = { asked, client: subscriber };
          this.#request = request;
          return () => {
            if (this.#request === request) this.#request = undefined;
          };
        }),
      upload: () => EMPTY,
      storage: ({ id }) => this.#storage.open(id, () => undefined),
      scheduler: this.#clock,
    });
    client.events.message$.subscribe(({ from, content, seq = 0 }) => {
      const place = from.type === PeerType.Group ? this.#placeOf(from.gid) : 'bob';
      this.#inOrder(place, seq);
      this.heard[place].push(String(content.body));
    });
    client.events.yourself$.subscribe(({ to, cid = '', seq = 0 }) => {
      this.#inOrder(to.type === PeerType.Group ? this.#placeOf(to.id) : 'bob', seq);
      if (this.#sent.get(cid)?.process === process) this.wrong.push(`${cid} is no news to who sent it`);
    });
    client.events.gaps$.subscribe((gap) => this.wrong.push(`a gap: ${JSON.stringify(gap)}`));
    return client;
  }

  #inOrder(place: Place, seq: number): void {
    const conv = this.#keyOf(place);
    if (seq <= (this.#lastHeard.get(conv) ?? 0)) this.wrong.push(`${place} ${seq} once more, or too late`);
    this.#lastHeard.set(conv, seq);
  }

  #placeOf(gid: string): Place {
    return gid === this.groups.g ? 'g' : 'h';
  }

  #keyOf(place: Place): ConversationKey {
    return place === 'bob' ? directKey(ME, user('bob')) : groupKey(this.groups[place]);
  }

  #peerOf(place: Place): Peer {
    return place === 'bob' ? friend('bob') : group(this.groups[place]);
  }

  #isThere(place: Place): boolean {
    return place === 'bob' || this.#members.has(place);
  }

  #push(event: ServerEvent): void {
    if (this.#session) this.#down.push(event);
  }

  #target(place: Place, other: string) {
    return place === 'bob' ? other : ({ kind: 'group', id: this.groups[place] } as const);
  }

  async #say(place: Place, isTold: boolean): Promise<void> {
    const body = `${place}${++this.#said}`;
    const { seq, ts, type, recipients } = await this.world.say('bob', this.#target(place, 'me'), body);
    const isForMe = recipients.some(({ id }) => id === 'me');
    if (isForMe !== this.#isThere(place)) this.wrong.push(`${body} is for the wrong people`);
    if (!isForMe) return;
    this.expected[place].push(body);
    const to = { ...this.#peerOf(place), type };
    const said = { speaker: user('bob'), to, content: text(body), ts, seq };
    if (isTold) this.#push({ name: 'message', payload: messageOf(said, 'user') });
  }

  #send(place: Place): void {
    const cid = `${++this.#said}`;
    const sent: Sent = { process: this.#process };
    this.#sent.set(cid, sent);
    this.#client.send({ to: this.#peerOf(place), content: text(cid), cid }).subscribe({
      next: (delivery) => {
        if (delivery.state === 'sent') sent.result = delivery.seq ?? 0;
      },
      error: (error: unknown) => {
        if (isImError(error) && typeof error.code === 'number') sent.result = 'refused';
      },
    });
  }

  async #sendElsewhere(place: Place): Promise<void> {
    if (!this.#isThere(place)) return;
    const cid = `${++this.#said}`;
    const { seq, ts, type } = await this.world.say('me', this.#target(place, 'bob'), cid, { cid });
    const said = { speaker: ME, to: { ...this.#peerOf(place), type }, content: text(cid), ts, seq, cid };
    this.#push({ name: 'yourself', payload: yourselfOf(said) });
  }

  async #change(place: Place, what: 'join' | 'leave' | 'kick'): Promise<void> {
    if (place === 'bob' || this.#isThere(place) === (what === 'join')) return;
    const { store, app } = this.world;
    const id = this.groups[place];
    if (what === 'join') await store.groups.addMembers(app, id, ['me'], 9);
    else if (what === 'leave') await store.groups.removeMembers(app, id, ['me']);
    else await store.groups.update(app, id, { members: ['bob'], max: 9 });
    if (!this.#members.delete(place)) this.#members.add(place);
    this.changes++;
  }

  async #append({ to, content, cid = '', after, ack }: Say): Promise<void> {
    const place = to.type === PeerType.Group ? this.#placeOf(to.id) : 'bob';
    const extra = { cid, ...(after !== undefined && { after }) };
    const message = this.world.message('me', this.#target(place, 'bob'), String(content.body), extra);
    const [answer] = await this.world.append(message);
    const head = { cid, ...(ack !== undefined && { ack }) };
    if (!answer?.ok) {
      const { code: error, message: why, retry } = answer!;
      this.#push({ name: 'ack', payload: { ...head, error, message: why, retry } });
      return;
    }
    const { ts, seq, dup } = answer;
    if (!dup && !this.#isThere(place)) this.wrong.push(`${cid} was accepted of somebody who was not there`);
    this.#push({ name: 'ack', payload: { ...head, ts, seq, ...(dup && { dup }) } });
  }

  #cut(): void {
    this.#session = undefined;
    this.#up = [];
    this.#down = [];
    this.#request = undefined;
    this.#preparing?.unsubscribe();
    this.#client.follow(LOST);
  }

  #login(): void {
    if (this.#session) return;
    const known = { database: 'd', secret: undefined, limits: undefined };
    const session: Session = { epoch: ++this.#logins, self: ME, extended: true, ...known };
    this.#session = session;
    this.#client.follow({ name: 'syncing', attempt: 1, session });
    this.#preparing = this.#client.prepare(session).subscribe({
      complete: () => this.#client.follow({ name: 'online', session }),
      // A sync that fails ends the session that waits for it.
      error: () => this.#cut(),
    });
  }

  /** What the server has in the end must be what the device was told. */
  async #compare(place: Place): Promise<void> {
    const { store, app } = this.world;
    const rows = await store.messages.history(app, this.#keyOf(place), { limit: 1_000 });
    let last = 0;
    for (const { speaker, cid = '', seq } of rows) {
      if (speaker?.id !== 'me' || !this.#sent.has(cid)) continue;
      if (Number(cid) < last) this.wrong.push(`${cid} was sent before ${last} and stored after it`);
      last = Number(cid);
      const { result } = this.#sent.get(cid)!;
      if (result === 'refused') this.wrong.push(`${cid} was refused and is stored`);
      else if (result !== undefined && result !== seq) this.wrong.push(`${cid} is ${seq}, not ${result}`);
    }
    const stored = new Set(rows.map(({ cid }) => cid));
    for (const [cid, { result }] of this.#sent)
      if (typeof result === 'number' && stored.has(cid)) this.#sent.delete(cid);
    if (place !== 'h') return;
    for (const [cid, { result }] of this.#sent)
      if (typeof result === 'number') this.wrong.push(`${cid} was acknowledged and is not stored`);
  }
}
