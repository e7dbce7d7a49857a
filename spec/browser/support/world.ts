import { firstValueFrom, lastValueFrom } from 'rxjs';
import { createIm, type Im } from 'rxim';
import type { TestServer } from 'rxim-server/testing';

export const ATTRIBUTES = { name: '猴哥', power: '3000000' };
export const GUEST = 'jessicaZhe';

/**
 * What the documented methods are called on: foo, who is a friend of bar and not of baz; a group and a room of foo and bar;
 * a guest. Foo has written to everyone.
 */
export interface World {
  readonly group: string;
  readonly room: string;
}

/** Makes worlds, and ends with the server. */
export class Worlds {
  private constructor(
    /** Sees and does everything. */
    readonly admin: Im,
    private readonly foo: Im,
  ) {}

  static async on(server: TestServer): Promise<Worlds> {
    const admin = createIm(server.adminOptions);
    for (const id of ['foo', 'bar', 'baz']) await lastValueFrom(admin.users.attributes.replace(id, {}));
    const foo = createIm(server.clientOptions('foo'));
    await firstValueFrom(foo.connect());
    return new Worlds(admin, foo);
  }

  async create(): Promise<World> {
    const { admin, foo } = this;
    const members = ['foo', 'bar'];
    const [group, room] = await Promise.all([
      lastValueFrom(admin.groups.create({ owner: 'foo', name: 'groupName', members })),
      lastValueFrom(admin.rooms.create({ name: 'av room', members })),
      lastValueFrom(admin.friends.add('foo', 'bar')),
      lastValueFrom(admin.friends.remove('foo', 'baz')),
      lastValueFrom(admin.users.attributes.replace('foo', ATTRIBUTES)),
      lastValueFrom(admin.passengers.save({ id: GUEST, desc: '我是游客' })),
    ]);
    await Promise.all([
      lastValueFrom(admin.groups.attributes.replace(group, ATTRIBUTES)),
      lastValueFrom(admin.rooms.attributes.replace(room, ATTRIBUTES)),
      lastValueFrom(foo.toFriend('bar').text('to a friend').ok()),
      lastValueFrom(foo.toGroup(group).text('to a group').ok()),
      lastValueFrom(foo.toGuest(GUEST).text('to a guest').ok()),
    ]);
    return { group, room };
  }

  /** Leaves no group and no room, also none that a test made. */
  async clear(): Promise<void> {
    const { admin } = this;
    for (const group of await lastValueFrom(admin.groups.list('foo')))
      await lastValueFrom(admin.groups.delete(group));
    for (const room of await lastValueFrom(admin.rooms.list('foo')))
      await lastValueFrom(admin.rooms.delete(room));
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.close(), this.foo.close()]);
  }
}
