/**
 * Every limit of the server, with its default and the reason why it is not larger. Each can be set by the option `limits`
 * and in the configuration file. Sizes are bytes and times milliseconds unless said otherwise.
 */
export interface Limits {
  /** A realtime frame from a client; a larger one closes the socket with code 1009. What one frame may cost to parse. @default 65536 */
  readonly frameSize: number;
  /** Text, or URLs, of one message. Everything is stored and sent to every receiver. @default 16384 */
  readonly textSize: number;
  /** Remark of one message. @default 1024 */
  readonly remarkSize: number;
  /** Nesting of JSON from clients. Deep JSON parses and then breaks what walks it. @default 16 */
  readonly jsonDepth: number;
  /** Keys in one piece of JSON from a client. @default 1024 */
  readonly jsonKeys: number;
  /** Attributes of one object, as JSON. @default 16384 */
  readonly attributesSize: number;
  /** Attributes of one object. Each has a row in the search index. @default 64 */
  readonly attributesKeys: number;
  /** Nesting of attribute values. @default 8 */
  readonly attributesDepth: number;

  /** Time to log in from connecting on. Half-open connections would pile up. @default 10000 */
  readonly loginTimeout: number;
  /** Live sessions of one user or guest. More is a client that leaks. @default 16 */
  readonly connectionsPerUser: number;
  /** Open connections from one address. One machine must not use up the server. @default 200 */
  readonly connectionsPerAddress: number;
  /** Messages a second in the long run, per user over all sessions. @default 10 */
  readonly sayRate: number;
  /** Messages at once, per user. @default 30 */
  readonly sayBurst: number;
  /** Other frames a minute in the long run, per connection. @default 120 */
  readonly frameRate: number;
  /** Other frames at once, per connection. Four times as many end it. @default 60 */
  readonly frameBurst: number;
  /** Bytes waiting to leave to one client. It comes back and syncs, which costs less than buffering for it. @default 1048576 */
  readonly outgoingSize: number;
  /** How long bytes may wait to leave to one client. @default 10000 */
  readonly outgoingTime: number;
  /** Messages waiting to be stored; more are refused with `retry`. Bounds memory while the database stands still. @default 10000 */
  readonly appendQueue: number;
  /** Messages in one commit. Bounds how long the first one waits for the last. @default 512 */
  readonly appendBatch: number;

  /** Life of a session token in seconds. A stolen one is good for that long. @default 3600 */
  readonly sessionToken: number;
  /** Time after which another key signs session tokens. One that became known is good for that long at the most. @default 2592000000, 30 days */
  readonly tokenKeyLife: number;

  /** Life of a token of an application (login mode 6) in seconds. It can be taken back by nobody before. @default 86400 */
  readonly appToken: number;
  /** How much an application's clock may differ from the server's, in seconds. @default 60 */
  readonly clockSkew: number;

  /** Body of a REST request in JSON. @default 102400 */
  readonly bodySize: number;
  /** Body of a sync, which has positions of up to 500 conversations. @default 262144 */
  readonly syncSize: number;
  /** REST requests a minute of one user or guest. @default 600 */
  readonly requestsPerUser: number;
  /** REST requests a minute from one address, whoever makes them; administrators are not counted. Many users may share one. @default 3000 */
  readonly requestsPerAddress: number;
  /** Time for a request's headers to arrive. @default 10000 */
  readonly headersTimeout: number;
  /** Time for a whole request to arrive. @default 30000 */
  readonly requestTimeout: number;

  /** How long messages of friends, groups and the system are kept. @default 604800000 */
  readonly messageLife: number;
  /** How long messages of strangers and guests are kept. @default 31536000000 */
  readonly strangerMessageLife: number;

  /** A file that is uploaded. @default 20971520 */
  readonly attachmentSize: number;
  /** Time between two sweeps of what has expired. @default 3600000 */
  readonly sweepInterval: number;
  /** How long a file is kept. @default 604800000 */
  readonly attachmentLife: number;
  /** Time for a whole upload to arrive, in place of `requestTimeout`. Phones are slow. @default 300000 */
  readonly uploadTimeout: number;
  /** Uploads a minute of one user or guest. Each may cost an image to decode. @default 10 */
  readonly uploadsPerUser: number;
  /** Pixels of an image that a thumbnail is made of. Half a megabyte of PNG can hold gigabytes. @default 32000000 */
  readonly imagePixels: number;
  /** Time for one image to be decoded, in a process of its own. @default 10000 */
  readonly imageTime: number;
  /** Images that are decoded at once. @default 2 */
  readonly imageProcesses: number;
  /** Images that wait to be decoded; one more is refused with `retry`. @default 64 */
  readonly imageQueue: number;

  /** Accounts made a minute from one address. @default 10 */
  readonly registrationsPerAddress: number;
  /** Characters of a new password at the least. Fewer are guessed. @default 8 */
  readonly passwordLeast: number;
  /** Characters of a password at the most. What is hashed must not be the attack. @default 128 */
  readonly passwordMost: number;
  /** Passwords that are hashed at once, at 19 MiB and some 30 ms of a core each. @default 4 */
  readonly passwordHashes: number;
  /** Passwords that wait to be hashed; one more is refused with `retry`. @default 64 */
  readonly passwordQueue: number;
  /** Failed logins at once, per account and per address, before they are refused. @default 5 */
  readonly loginBurst: number;
  /** Time after which one more failed login is forgiven. Guessing must not pay. @default 333000 */
  readonly loginInterval: number;
  /** How long a code that was sent to a phone is good. @default 300000 */
  readonly codeLife: number;
  /** Attempts with one code; six digits are a million of them. @default 5 */
  readonly codeTries: number;
  /** How long a login by code lasts before another code is needed, from the last time on. @default 7776000000, 90 days */
  readonly phoneLogin: number;
  /** Time between two codes to one number. Each costs money and disturbs somebody. @default 60000 */
  readonly codeInterval: number;
  /** Codes to one number within 24 hours. @default 10 */
  readonly codesPerDay: number;

  /** How long a notification waits for a sign that its receiver is there. @default 5000 */
  readonly pushDelay: number;
  /** Time between two looks at what is due. @default 1000 */
  readonly pushPoll: number;
  /** Time for one exchange with a provider. @default 5000 */
  readonly pushTimeout: number;
  /** Tries of one notification. @default 5 */
  readonly pushTries: number;
  /** Time until the second try; each further one waits four times as long. @default 10000 */
  readonly pushRetry: number;
  /** Notifications on their way at once, by each platform. @default 32 */
  readonly pushConcurrency: number;
  /** After this time one that was taken by a process is taken for lost by it. @default 60000 */
  readonly pushLease: number;
  /** How long one that could not be delivered is kept. @default 604800000 */
  readonly pushDeadLife: number;

  /** Members of a group. Every message is fanned out to them. @default 50 */
  readonly groupMembers: number;
  /** Members of a room. @default 1000 */
  readonly roomMembers: number;

  /** Clients are told to come back within this time after a restart, each at a moment of its own. @default 5000 */
  readonly restartSpread: number;
  /** How long a shutdown waits for what is in flight. @default 10000 */
  readonly shutdownTimeout: number;
}

export const DEFAULT_LIMITS: Limits = {
  frameSize: 64 * 1024,
  textSize: 16 * 1024,
  remarkSize: 1024,
  jsonDepth: 16,
  jsonKeys: 1024,
  attributesSize: 16 * 1024,
  attributesKeys: 64,
  attributesDepth: 8,

  loginTimeout: 10_000,
  connectionsPerUser: 16,
  connectionsPerAddress: 200,
  sayRate: 10,
  sayBurst: 30,
  frameRate: 120,
  frameBurst: 60,
  outgoingSize: 1024 * 1024,
  outgoingTime: 10_000,
  appendQueue: 10_000,
  appendBatch: 512,

  sessionToken: 3600,
  tokenKeyLife: 30 * 24 * 60 * 60 * 1000,

  appToken: 24 * 60 * 60,
  clockSkew: 60,

  bodySize: 100 * 1024,
  syncSize: 256 * 1024,
  requestsPerUser: 600,
  requestsPerAddress: 3000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,

  messageLife: 7 * 24 * 60 * 60 * 1000,
  strangerMessageLife: 365 * 24 * 60 * 60 * 1000,

  attachmentSize: 20 * 1024 * 1024,
  attachmentLife: 7 * 24 * 60 * 60 * 1000,
  sweepInterval: 60 * 60 * 1000,
  uploadTimeout: 300_000,
  uploadsPerUser: 10,
  imagePixels: 32_000_000,
  imageTime: 10_000,
  imageProcesses: 2,
  imageQueue: 64,

  registrationsPerAddress: 10,
  passwordLeast: 8,
  passwordMost: 128,
  passwordHashes: 4,
  passwordQueue: 64,
  loginBurst: 5,
  loginInterval: 333_000,
  codeLife: 5 * 60_000,
  codeTries: 5,
  phoneLogin: 90 * 24 * 60 * 60 * 1000,
  codeInterval: 60_000,
  codesPerDay: 10,

  pushDelay: 5_000,
  pushPoll: 1_000,
  pushTimeout: 5_000,
  pushTries: 5,
  pushRetry: 10_000,
  pushConcurrency: 32,
  pushLease: 60_000,
  pushDeadLife: 7 * 24 * 60 * 60 * 1000,

  groupMembers: 50,
  roomMembers: 1000,

  restartSpread: 5_000,
  shutdownTimeout: 10_000,
};
