import type { Limits } from '../limits';
import type { Hub } from '../ports/hub';
import type { NewMessage, Store } from '../ports/store';
import type { AppendQueue } from './append-queue';
import { readContent, readRemark } from './content';
import type { Deliver, SystemTarget } from './context';
import { Failure, notFound } from './failure';
import { systemOf } from './frames';
import type { Metrics } from './metrics';
import { readShape } from './push/read-shape';

export interface SystemMessagesOptions {
  readonly queue: AppendQueue;
  readonly store: Pick<Store, 'groups' | 'rooms'>;
  readonly hub: Hub;
  readonly limits: Limits;
  readonly metrics: Metrics;
}

type Content = Pick<NewMessage, 'content' | 'remark' | 'push'>;

/** What the application itself says. A user has its system messages stored, so they are not lost on one who is away. */
export class SystemMessages implements Deliver {
  constructor(private readonly options: SystemMessagesOptions) {}

  async system(app: string, { to, content, remark, push }: Parameters<Deliver['system']>[1]): Promise<void> {
    const { limits, queue } = this.options;
    queue.checkIntake();
    const said = {
      content: readContent(content, limits),
      remark: readRemark(remark, limits),
      push: readShape(push),
    };
    switch (to.kind) {
      case 'user':
        return this.#toUser(app, to.id, said);
      case 'group':
        return this.#toGroup(app, to.id, said);
      default:
        return this.#live(app, to, said);
    }
  }

  #toUser(app: string, id: string, said: Content): Promise<void> {
    const { queue, hub, metrics } = this.options;
    const to = { kind: 'user', id } as const;
    return new Promise((resolve, reject) => {
      queue.push({
        message: { app, sender: null, to, ...said },
        accepted: ({ ts, seq }) => {
          metrics.accepted.inc();
          hub.toIdentities(app, [to], 'sys', systemOf({ ...said, ts, seq }));
          resolve();
        },
        refused: ({ code, message }) => {
          metrics.refused.inc({ code });
          reject(new Failure(code, message));
        },
      });
    });
  }

  async #toGroup(app: string, id: string, said: Content): Promise<void> {
    const group = await this.options.store.groups.get(app, id);
    if (group === undefined) throw notFound('group');
    await Promise.all(group.members.map((member) => this.#toUser(app, member, said)));
  }

  async #live(
    app: string,
    to: Exclude<SystemTarget, { kind: 'user' | 'group' }>,
    said: Content,
  ): Promise<void> {
    const { hub, store } = this.options;
    const payload = systemOf({ ...said, ts: Date.now() });
    if (to.kind === 'all') {
      hub.toAll(app, 'sys', payload);
      return;
    }
    if ((await store.rooms.get(app, to.id)) === undefined) throw notFound('room');
    hub.toRoom(app, to.id, 'sys', payload);
  }
}
