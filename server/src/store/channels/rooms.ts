import type { RoomStore } from '../../ports/store';
import type { Database } from '../database';
import { createChannels } from './channels';

export const createRoomStore = (database: Database): RoomStore => {
  const { store, create, update } = createChannels(database, 'room', ({ id, members, attributes, ts }) => ({
    id,
    members,
    attributes,
    ts,
  }));
  return { ...store, create, update };
};
