import type { Identity } from 'rxim/protocol';

/** A user or guest as the database names it: `u:alice`, `p:guest`. */
export const memberName = ({ kind, id }: Identity): string => `${kind === 'user' ? 'u' : 'p'}:${id}`;

export const memberIdentity = (member: string): Identity => ({
  kind: member.startsWith('u:') ? 'user' : 'guest',
  id: member.slice(2),
});
