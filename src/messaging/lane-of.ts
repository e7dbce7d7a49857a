import { PeerType, type Peer } from '../protocol';

/** Receivers that share a lane get their messages in order, whatever the sender takes them for. */
export const laneOf = ({ id, type }: Peer): string => {
  switch (type) {
    case PeerType.Group:
      return `g:${id}`;
    case PeerType.Room:
      return `r:${id}`;
    case PeerType.Guest:
      return `p:${id}`;
    default:
      return `u:${id}`;
  }
};
