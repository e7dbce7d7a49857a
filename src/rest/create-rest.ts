import { createAccounts, type AccountsApi } from './accounts';
import type { AppData, DataOf } from './app-data';
import { createAttachments, type AttachmentsApi } from './attachments';
import { createFriends, type FriendsApi } from './friends';
import { createGroups, type GroupsApi } from './groups';
import { httpExchange } from './http';
import { createInstallations, type InstallationsApi } from './installations';
import { createPassengers, type PassengersApi } from './passengers';
import { createRequest, type Request, type RequestOptions } from './request';
import { createRooms, type RoomsApi } from './rooms';
import { createStrangers, type StrangersApi } from './strangers';
import { createSync, type Sync } from './sync';
import { createSystem, type SystemApi } from './system';
import { createUsers, type UsersApi } from './users';

export interface RestOptions extends Omit<RequestOptions, 'exchange'> {
  /** @default the platform's */
  readonly fetch?: typeof fetch | undefined;
}

/** The REST interface, a resource a property. Every call is a cold observable. */
export interface Rest<D extends AppData = AppData> {
  /** Users and their attributes. */
  readonly users: UsersApi<DataOf<D, 'user'>>;
  readonly friends: FriendsApi;
  /** Users whom one talked with and is no friend of. */
  readonly strangers: StrangersApi;
  /** Groups, their members and attributes. */
  readonly groups: GroupsApi<DataOf<D, 'group'>>;
  /** Rooms, their members and attributes. */
  readonly rooms: RoomsApi<DataOf<D, 'room'>>;
  /** Guests (guide: passengers). */
  readonly passengers: PassengersApi;
  /** Files of messages. */
  readonly attachments: AttachmentsApi;
  /** System messages, from a backend. */
  readonly system: SystemApi;
  /** Accounts of the server itself. */
  readonly accounts: AccountsApi;
  readonly installations: InstallationsApi;
  readonly sync: Sync;
  /** For what has no resource. */
  readonly request: Request;
}

/** Resources are made when they are first used: of a thousand clients in one process most need few of them. */
export const createRest = <D extends AppData = AppData>({ fetch, ...options }: RestOptions): Rest<D> => {
  const request = createRequest({ ...options, exchange: httpExchange(fetch) });
  const made = new Map<unknown, unknown>();
  const once = <T>(make: (request: Request, fetch: RestOptions['fetch']) => T): T => {
    const resource = (made.get(make) as T | undefined) ?? make(request, fetch);
    made.set(make, resource);
    return resource;
  };
  return {
    get users() {
      return once(createUsers<D>);
    },
    get friends() {
      return once(createFriends);
    },
    get strangers() {
      return once(createStrangers);
    },
    get groups() {
      return once(createGroups<D>);
    },
    get rooms() {
      return once(createRooms<D>);
    },
    get passengers() {
      return once(createPassengers);
    },
    get attachments() {
      return once(createAttachments);
    },
    get system() {
      return once(createSystem);
    },
    get accounts() {
      return once(createAccounts);
    },
    get installations() {
      return once(createInstallations);
    },
    sync: createSync(request),
    request,
  };
};
