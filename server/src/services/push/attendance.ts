import type { Identity } from 'rxim/protocol';
import type { Hub } from '../../ports/hub';

/** Engine.IO pings this often; a session that is alive is heard at least as often. */
const HEARD_EVERY = 26_000;

export type Verdict =
  /** A session of the user was heard since: it has the message, or gets it as it comes. */
  | { readonly is: 'there' }
  | { readonly is: 'away' }
  /** There is a session, and it may be dead: by `at` it will have been heard, or be gone. */
  | { readonly is: 'unsure'; readonly at: number };

/** When users were last heard of. A session that is open tells little: a phone that fell asleep does not say goodbye. */
export class Attendance {
  readonly #heard = new Map<string, number>();

  constructor(
    private readonly hub: Pick<Hub, 'sessions'>,
    private readonly now = Date.now,
  ) {}

  heard(app: string, { kind, id }: Identity): void {
    if (kind !== 'user') return;
    const key = `${app}/${id}`;
    // The oldest ones stay in front, where they are forgotten first.
    this.#heard.delete(key);
    this.#heard.set(key, this.now());
  }

  /** Whether the user was there at some time since `since`. */
  since(app: string, id: string, since: number): Verdict {
    this.#forget();
    const heard = this.#heard.get(`${app}/${id}`);
    if (heard !== undefined && heard >= since) return { is: 'there' };
    if (this.hub.sessions(app, { kind: 'user', id }) === 0) return { is: 'away' };
    const at = (heard ?? this.now()) + HEARD_EVERY;
    return { is: 'unsure', at: Math.max(at, this.now() + 1000) };
  }

  /** What is older than this, no notification asks for. */
  #forget(): void {
    for (const [key, heard] of this.#heard) {
      if (heard > this.now() - 10 * HEARD_EVERY) return;
      this.#heard.delete(key);
    }
  }
}
