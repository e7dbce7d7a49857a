/** rxim: a reactive client for instant messaging. docs/ARCHITECTURE.md tells how it is made. */
export { createIm } from './client';
export type {
  BackoffOptions,
  ConnectionState,
  NetworkHint,
  NetworkHints,
  Session,
  WebSocketConstructor,
  WebSocketLike,
} from './connection';
export type {
  AccountCredentials,
  Credentials,
  CredentialsSource,
  OAuthCredentials,
  PassengerCredentials,
  PhoneCredentials,
  TokenCredentials,
  UserIdCredentials,
} from './credentials';
export {
  ImError,
  NetworkError,
  RefusedError,
  TimeoutError,
  isImError,
  type ImErrorCode,
  type ImErrorOptions,
} from './errors';
export type { Im, OutboxView } from './im';
export { answerTo, senderOf } from './messaging';
export type {
  Compose,
  Composed,
  Delivery,
  Draft,
  FileContent,
  ImEvents,
  InboxItem,
  OutboxItem,
  OutboxOptions,
} from './messaging';
export { fromFriend, fromFriends, inGroup, inRoom, iterate, ofMedia, type WithMedia } from './operators';
export type { ImOptions } from './options';
export {
  ErrorCode,
  Media,
  PeerType,
  audio,
  friend,
  group,
  guest,
  image,
  room,
  stranger,
  text,
  user,
  video,
  type AudioContent,
  type ChatRecord,
  type Content,
  type From,
  type Change,
  type Gap,
  type Identity,
  type ImageContent,
  type Limits,
  type Message,
  type Peer,
  type PushShape,
  type Read,
  type System,
  type TextContent,
  type VideoContent,
  type Yourself,
} from './protocol';
export type {
  AccountsApi,
  AppData,
  AttachmentsApi,
  AttributesApi,
  ChannelsApi,
  ChatsOptions,
  ChatsPagingOptions,
  DataOf,
  FriendsApi,
  InstallationsApi,
  GroupsApi,
  PagingOptions,
  PassengersApi,
  RoomsApi,
  SearchOptions,
  SearchPagingOptions,
  StrangersApi,
  StrangersOptions,
  SystemApi,
  Upload,
  UploadOptions,
  UploadSource,
  UsersApi,
} from './rest';
export {
  indexedDbStorage,
  memoryStorage,
  webStorage,
  type Changes,
  type Device,
  type KeptMessage,
  type Storage,
  type StorageArea,
} from './storage';
export { liveRoom, type LiveRoom } from './views/room';
export type { Conversation, ConversationItem, ConversationSummary, RosterEntry, TimelineItem } from './views';
