import type { Context } from './context';

type Known = Pick<Context, 'store' | 'config' | 'hub' | 'changes'>;

/** Adding and removing members, of groups and of rooms alike. */
export interface Members {
  add(context: Known, app: string, id: string, members: readonly string[]): Promise<void>;
  remove(context: Known, app: string, id: string, members: readonly string[]): Promise<void>;
}

export const groupMembers: Members = {
  async add({ store, config, changes }, app, id, members) {
    const added = await store.groups.addMembers(app, id, members, config.limits.groupMembers);
    changes.moved('group', app, id, { added });
  },
  async remove({ store, changes }, app, id, members) {
    const removed = await store.groups.removeMembers(app, id, members);
    changes.moved('group', app, id, { removed });
  },
};

/** Live sessions follow: a room's messages go to those who are in it at that moment. */
export const roomMembers: Members = {
  async add({ store, config, hub, changes }, app, id, members) {
    const added = await store.rooms.addMembers(app, id, members, config.limits.roomMembers);
    hub.joinRoom(app, id, added);
    changes.moved('room', app, id, { added });
  },
  async remove({ store, hub, changes }, app, id, members) {
    const removed = await store.rooms.removeMembers(app, id, members);
    hub.leaveRoom(app, id, removed);
    changes.moved('room', app, id, { removed });
  },
};
