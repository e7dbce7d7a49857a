import { group, guest, Media, PeerType, user, type Content, type Peer } from 'rxim';

/** The address of a chat within the page: `['u', 'bob']`. */
export const addressOf = ({ id, type }: Peer): readonly [kind: string, id: string] => [
  type === PeerType.Group ? 'g' : type === PeerType.Guest ? 'p' : 'u',
  id,
];

/** Whom an address leads to; the server knows which users are friends. */
export const peerOf = (kind: string, id: string): Peer =>
  kind === 'g' ? group(id) : kind === 'p' ? guest(id) : user(id);

export const keyOf = (peer: Peer): string => addressOf(peer).join('/');

/** In one line. */
export const summaryOf = ({ media, body }: Content): string => {
  switch (media) {
    case Media.Image:
      return 'Photo';
    case Media.Audio:
      return 'Voice message';
    case Media.Video:
      return 'Video';
    default:
      return String(body);
  }
};
