import type { Identity } from 'rxim/protocol';
import type { Group, Room } from '../ports/store';
import type { Requester } from './requester';
import type { Actor } from './rights';

/** What a requester is to a user or a guest. */
export const actorsTo = (requester: Requester, subject: Identity): readonly Actor[] =>
  'id' in requester && requester.kind === subject.kind && requester.id === subject.id
    ? [requester.kind, 'self']
    : [requester.kind];

const isOpen = ({ attributes }: Room): boolean => attributes['join'] === 'open';
const isEdited = ({ attributes }: Room): boolean => attributes['edit'] === 'members';

/** What a requester is to a group or room; `concerned` are those whom the action would add or remove. */
export const actorsIn = (
  requester: Requester,
  channel: Room | Group,
  concerned: readonly string[] = [],
): readonly Actor[] => {
  if (requester.kind !== 'user') return [requester.kind];
  const { id } = requester;
  const actors: Actor[] = ['user'];
  if (channel.members.includes(id)) actors.push('member');
  if (channel.members.includes(id) && isEdited(channel)) actors.push('editor');
  if ('owner' in channel && channel.owner === id) actors.push('owner');
  if (concerned.length > 0 && concerned.every((other) => other === id)) {
    actors.push('self');
    if (isOpen(channel)) actors.push('entrant');
  }
  return actors;
};
