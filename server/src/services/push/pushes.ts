import type { DeadPush, Installation, InstallationAddress, PushOffer } from 'rxim/protocol';
import type { InstallationStore, PushQueue } from '../../ports/push';
import type { UserStore } from '../../ports/store';
import { conflict, invalid, notFound } from '../failure';
import type { ProvidersOf } from './worker';

export interface PushesOptions {
  readonly installations: InstallationStore;
  readonly queue: PushQueue;
  readonly users: Pick<UserStore, 'touch'>;
  readonly providersOf: ProvidersOf;
  readonly applicationServerKeyOf: (app: string) => string;
}

/** Installations of one user; more is an application that makes a new id at every start. */
const MOST = 20;

/** What the routes about notifications do. */
export class Pushes {
  constructor(private readonly options: PushesOptions) {}

  offer(app: string): PushOffer {
    const { providersOf, applicationServerKeyOf } = this.options;
    const platforms = [...providersOf(app).keys()];
    return {
      platforms,
      ...(platforms.includes('webpush') && { applicationServerKey: applicationServerKeyOf(app) }),
    };
  }

  list(app: string, user: string): Promise<readonly Installation[]> {
    return this.options.installations.list(app, user);
  }

  async register(
    app: string,
    user: string,
    id: string,
    { language, expires, ...address }: InstallationAddress,
  ): Promise<Installation> {
    const { installations, providersOf, users } = this.options;
    const provider = providersOf(app).get(address.platform);
    if (provider === undefined) throw conflict(`this application sends nothing by ${address.platform}`);
    const problem = provider.problemOf(address);
    if (problem !== undefined) throw invalid(problem);
    const known = await installations.list(app, user);
    if (known.length >= MOST && !known.some((each) => each.id === id))
      throw conflict(`a user has at most ${MOST} installations`);
    await users.touch(app, user);
    const end = address.platform === 'webpush' ? (address.subscription.expirationTime ?? expires) : expires;
    return installations.register(app, user, {
      id,
      address,
      language,
      expires: end === undefined ? undefined : Math.floor(end),
    });
  }

  remove(app: string, user: string, id: string): Promise<void> {
    return this.options.installations.remove(app, user, id);
  }

  dead(app: string, limit: number): Promise<readonly DeadPush[]> {
    return this.options.queue.dead(app, limit);
  }

  async revive(app: string, id: string): Promise<void> {
    if (!(await this.options.queue.revive(app, id))) throw notFound('notification');
  }
}
