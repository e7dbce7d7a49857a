import type { ListedRoom, NewRoom, RoomChange, RoomInfo } from '../protocol';
import type { AppData, DataOf } from './app-data';
import { createChannels, type ChannelsApi } from './channels';
import type { Request } from './request';

/** Rooms: members and no history (guide: `addRoom`, `getRoom` …). Every call is cold. */
export type RoomsApi<A extends object> = ChannelsApi<A, NewRoom, RoomChange, RoomInfo<A>, ListedRoom<A>>;

export const createRooms = <D extends AppData>(request: Request): RoomsApi<DataOf<D, 'room'>> =>
  createChannels(request, 'rooms');
