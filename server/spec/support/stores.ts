import { randomUUID } from 'node:crypto';
import { text, type Cursor, type Identity } from 'rxim/protocol';
import type { Appended, NewMessage, Store, StoredMessage, Synced, Target } from '../../src/ports/store';
import { createPostgresStore, createSqliteStore } from '../../src/store';
import { postgresAvailable, startPostgres, type PostgresServer } from './postgres';

/** A clock that specs set forward. */
export class Clock {
  #ahead = 0;
  readonly now = (): number => Date.now() + this.#ahead;
  forward(ms: number): void {
    this.#ahead += ms;
  }
}

export interface Opened {
  readonly store: Store;
  readonly clock: Clock;
  /** Another process on the same database; on SQLite, which has one process, the same store. */
  readonly other: () => Promise<Store>;
  /** The database's address, where it has one. */
  readonly url: string | undefined;
}

/** One kind of database. `open` makes an empty store, which is closed after the test. */
export interface Bench {
  readonly kind: 'SQLite' | 'PostgreSQL';
  readonly open: () => Promise<Opened>;
  /** A store that tests share, each with an application of its own. */
  readonly shared: () => Opened;
}

/** Describes the same behaviour over a kind of database, if it is there. */
export const describeStore = (
  kind: Bench['kind'],
  title: string,
  behaviour: (bench: Bench) => void,
): void => {
  (kind === 'SQLite' || postgresAvailable() ? describe : describe.skip)(`${title} over ${kind}`, () => {
    let server: PostgresServer | undefined;
    let shared: Opened | undefined;
    const closing: Store[] = [];

    const open = async (keep: Store[]): Promise<Opened> => {
      const clock = new Clock();
      const url = await server?.createDatabase();
      const make = async (): Promise<Store> => {
        const store =
          url === undefined
            ? await createSqliteStore({ data: ':memory:', now: clock.now })
            : await createPostgresStore({ url, now: clock.now });
        keep.push(store);
        return store;
      };
      const store = await make();
      return { store, clock, url, other: url === undefined ? () => Promise.resolve(store) : make };
    };

    const lasting: Store[] = [];
    beforeAll(async () => {
      if (kind === 'PostgreSQL') server = startPostgres();
      shared = await open(lasting);
    });
    afterEach(async () => {
      await Promise.all(closing.splice(0).map((store) => store.close()));
    });
    afterAll(async () => {
      await Promise.all(lasting.map((store) => store.close()));
      server?.stop();
    });

    behaviour({
      kind,
      open: () => open(closing),
      shared: () => {
        if (shared === undefined) throw new Error('the shared store is there while tests run');
        return shared;
      },
    });
  });
};

export const user = (id: string): Identity => ({ kind: 'user', id });
export const guest = (id: string): Identity => ({ kind: 'guest', id });

type Accepted = Extract<Appended, { ok: true }>;
type Extra = Partial<Pick<NewMessage, 'cid' | 'after' | 'remark'>>;

/** An application of its own on a store, and short words for what happens in it. */
export class World {
  readonly app = `app-${randomUUID()}`;

  constructor(readonly store: Store) {}

  async users(...ids: string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.store.users.touch(this.app, id)));
  }

  async friends(a: string, b: string): Promise<void> {
    await this.users(a, b);
    await this.store.friends.add(this.app, a, b);
  }

  async group(owner: string, ...members: string[]): Promise<string> {
    await this.users(owner, ...members);
    return this.store.groups.create(this.app, { owner, members, attributes: {}, max: 50 });
  }

  message(
    sender: Identity | string | null,
    to: Target | string,
    body: string,
    extra: Extra = {},
  ): NewMessage {
    return {
      app: this.app,
      sender: typeof sender === 'string' ? user(sender) : sender,
      to: typeof to === 'string' ? { kind: 'user', id: to } : to,
      content: text(body),
      ...extra,
    };
  }

  async append(...batch: NewMessage[]): Promise<readonly Appended[]> {
    return this.store.messages.append(batch);
  }

  /** Sends one message that must be accepted. */
  async say(...message: Parameters<World['message']>): Promise<Accepted> {
    const [answer] = await this.append(this.message(...message));
    if (answer?.ok !== true) throw new Error(`not accepted: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Sends one message and tells the code of its refusal, or 0. */
  async refusal(...message: Parameters<World['message']>): Promise<number> {
    const [answer] = await this.append(this.message(...message));
    return answer?.ok === false ? answer.code : 0;
  }

  async sync(who: Identity | string, cursor: Cursor | null, limit = 200): Promise<Synced> {
    const self = typeof who === 'string' ? user(who) : who;
    return this.store.messages.sync(this.app, self, { cursor, limit });
  }

  async bodies(
    conv: string,
    page: { before?: number; limit?: number } = {},
    reader?: Identity,
  ): Promise<string[]> {
    return bodiesOf(await this.store.messages.history(this.app, conv, { limit: 100, ...page }, reader));
  }
}

export const bodiesOf = (messages: readonly StoredMessage[]): string[] =>
  messages.map(({ content }) => String(content.body));

/** A device: keeps its cursor, and everything that it was ever given. */
export class Device {
  cursor: Cursor;
  readonly received: StoredMessage[] = [];
  readonly lost: Synced['lost'][number][] = [];

  constructor(
    private readonly world: World,
    readonly user: string,
    cursor: Cursor = {},
  ) {
    this.cursor = cursor;
  }

  /** Asks until there is no more. */
  async catchUp(limit = 200): Promise<void> {
    for (;;) {
      const { messages, cursor, lost, more } = await this.world.sync(this.user, this.cursor, limit);
      this.received.push(...messages);
      this.lost.push(...lost);
      this.cursor = { ...this.cursor, ...cursor };
      if (!more) return;
      if (messages.length === 0 && Object.keys(cursor).length === 0)
        throw new Error('sync does not get ahead');
    }
  }
}
