import type { Context } from './context';

type Known = Pick<Context, 'store' | 'config' | 'hub'>;

/** Adding and removing members, of groups and of rooms alike. */
export interface Members {
  add(context: Known, app: string, id: string, members: readonly string[]): Promise<void>;
  remove(context: Known, app: string, id: string, members: readonly string[]): Promise<void>;
}

export const groupMembers: Members = {
  async add({ store, config }, app, id, members) {
    await store.groups.addMembers(app, id, members, config.limits.groupMembers);
  },
  async remove({ store }, app, id, members) {
    await store.groups.removeMembers(app, id, members);
  },
};

/** Live sessions follow: a room's messages go to those who are in it at that moment. */
export const roomMembers: Members = {
  async add({ store, config, hub }, app, id, members) {
    hub.joinRoom(app, id, await store.rooms.addMembers(app, id, members, config.limits.roomMembers));
  },
  async remove({ store, hub }, app, id, members) {
    hub.leaveRoom(app, id, await store.rooms.removeMembers(app, id, members));
  },
};
