import { groupKey, type GroupChange, type GroupInfo, type ListedGroup, type NewGroup } from 'rxim/protocol';
import type { Group, Search } from '../ports/store';
import { actorsIn } from './actors';
import { attributesOf, checkAttributes } from './attributes';
import type { Context } from './context';
import { notFound } from './failure';
import { recentOf } from './history';
import { namedAs, nameOf } from './names';
import type { Requester } from './requester';
import { may } from './rights';

type Known = Pick<Context, 'store' | 'config' | 'changes'>;

export const createGroup = async (
  { store, config, changes }: Known,
  app: string,
  { owner, name, members = [], attributes: given }: NewGroup,
): Promise<string> => {
  const { limits } = config;
  const attributes = { ...given, ...namedAs(name) };
  checkAttributes(attributes, limits);
  const all = [...new Set([owner, ...members])];
  const id = await store.groups.create(app, { owner, members: all, attributes, max: limits.groupMembers });
  changes.came('group', app, id, all);
  return id;
};

export const groupInfo = async ({ store }: Known, app: string, id: string): Promise<GroupInfo> => {
  const group = await store.groups.get(app, id);
  if (group === undefined) throw notFound('group');
  const { owner, members, attributes, ts } = group;
  return { owner, members, attributes, ts };
};

/** A new owner becomes a member, and a list of members never lacks the owner. */
export const updateGroup = async (
  { store, config, changes }: Known,
  app: string,
  id: string,
  { name, owner, members }: GroupChange,
): Promise<void> => {
  const attributes = name === undefined ? undefined : namedAs(name);
  if (attributes !== undefined) {
    checkAttributes(
      { ...(await attributesOf(store.groups, app, id, 'group')), ...attributes },
      config.limits,
    );
  }
  const moved = await store.groups.update(app, id, {
    owner,
    members,
    attributes,
    max: config.limits.groupMembers,
  });
  changes.updated('group', app, id, [
    ...(owner === undefined ? [] : (['owner'] as const)),
    ...(attributes === undefined ? [] : (['attributes'] as const)),
  ]);
  changes.moved('group', app, id, moved);
};

export const deleteGroup = async ({ store, changes }: Known, app: string, id: string): Promise<void> => {
  changes.went('group', app, id, await store.groups.delete(app, id));
};

/** A group in a list that its members read. */
const listed = ({ id, owner, members, attributes, ts }: Group): ListedGroup => ({
  id,
  ...nameOf(attributes),
  owner,
  members,
  attributes,
  ts,
});

/** Groups that a user is in, each with what the user may have read last. */
export const groupsOf = async (context: Known, app: string, user: string): Promise<ListedGroup[]> => {
  const ids = await context.store.groups.of(app, user);
  const groups = await Promise.all(
    ids.map(async (id) => {
      const group = await context.store.groups.get(app, id);
      // Dissolved since the list was read.
      if (group === undefined) return [];
      return [
        { ...listed(group), ...(await recentOf(context, app, groupKey(id), { kind: 'user', id: user })) },
      ];
    }),
  );
  return groups.flat();
};

/** Who is in a group is told to those who may read it. */
export const searchGroups = async (
  { store }: Known,
  requester: Requester,
  search: Search,
): Promise<(ListedGroup | Omit<ListedGroup, 'owner' | 'members'>)[]> => {
  const groups = await store.groups.search(requester.app, search);
  return groups.map((group) => {
    if (may(actorsIn(requester, group), 'groups.read')) return listed(group);
    const { id, attributes, ts } = group;
    return { id, ...nameOf(attributes), attributes, ts };
  });
};
