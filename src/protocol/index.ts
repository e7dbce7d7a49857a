/** The one truth of the wire: client and server both import it, and it imports neither. docs/PROTOCOL.md is its text. */
export { ERRORS, ErrorCode, isRetryable, type ErrorBody } from './codes';
export {
  conversationKey,
  directKey,
  groupKey,
  receiverKey,
  roomKey,
  systemKey,
  type ConversationKey,
  type Identity,
} from './conversations';
export type {
  Batch,
  Bye,
  Change,
  ClientEventName,
  ClientEvents,
  Read,
  ServerEvent,
  ServerEventName,
  ServerEvents,
} from './events';
export {
  NAMESPACE,
  PATH,
  PONG,
  decodePacket,
  encodeBatch,
  encodeConnect,
  encodeDisconnect,
  encodeEvent,
  type Handshake,
  type Packet,
} from './frames';
export { MismatchError, read, type Guard } from './guard';
export {
  contentGuard,
  pushShapeGuard,
  readGuard,
  sayGuard,
  serverEventGuards,
  syncAnswerGuard,
  syncRequestGuard,
} from './guards';
export {
  BATCHES,
  EXTENSIONS,
  type AccountCredentials,
  type Auth,
  type Credentials,
  type GuestCredentials,
  type Limits,
  type LoginAnswer,
  type LoginFailure,
  type LoginSuccess,
  type OAuthCredentials,
  type PhoneCredentials,
  type SessionToken,
  type TokenCredentials,
  type UserIdCredentials,
} from './login';
export {
  Media,
  audio,
  image,
  text,
  video,
  type AudioContent,
  type Content,
  type ImageContent,
  type TextContent,
  type VideoContent,
} from './media';
export type { Ack, From, Message, PushShape, Refusal, Say, Spoken, System, Yourself } from './messages';
export { OBJECT_ID, PeerType, USER_ID, friend, group, guest, room, stranger, user, type Peer } from './peers';
export type {
  DeadPush,
  Installation,
  InstallationAddress,
  PushAddress,
  PushOffer,
  PushPlatform,
  WebPushSubscription,
} from './push';
export {
  PAGE,
  chatsGuard,
  conversationsGuard,
  idGuard,
  idsGuard,
  urlsGuard,
  type Account,
  type Attributes,
  type ChatRecord,
  type ConversationInfo,
  type Contact,
  type FoundUser,
  type Friendship,
  type GroupChange,
  type GroupInfo,
  type ListedGroup,
  type ListedRoom,
  type NewAccount,
  type NewFriendship,
  type NewGroup,
  type NewRoom,
  type PasswordChange,
  type RoomChange,
  type RoomInfo,
  type Stranger,
  type SystemMessage,
  type UserInfo,
} from './rest';
export { senderOf } from './sender';
export {
  SYNC_RANGE,
  type Cursor,
  type Gap,
  type Missed,
  type Position,
  type SyncAnswer,
  type SyncRequest,
} from './sync';
