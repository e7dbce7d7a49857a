const HEAD_END = Buffer.from('\r\n\r\n');
const UPGRADED = 'HTTP/1.1 101 ';
/** A head that is longer is none. */
const HEAD_LIMIT = 64 * 1024;

/** A piece of a WebSocket message (RFC 6455, section 5.2). */
interface Frame {
  readonly bytes: Buffer;
  readonly payload: Buffer;
  readonly opcode: number;
  readonly last: boolean;
  readonly compressed: boolean;
}

const TEXT = 1;
const EVENT = '42/chat,';
/** Several events in one message, each of which may be dropped. */
const BATCH = `${EVENT}["batch",`;
const FIRST_CONTROL = 8;

/** The first frame of `bytes`; `undefined` while it is not all there. */
const readFrame = (bytes: Buffer): Frame | undefined => {
  const [head, second] = bytes;
  if (head === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const payloadAt = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
  if (bytes.length < payloadAt) return undefined;
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = payloadAt + length;
  if (bytes.length < end) return undefined;
  return {
    bytes: bytes.subarray(0, end),
    payload: bytes.subarray(payloadAt, end),
    opcode: head & 0x0f,
    last: (head & 0x80) !== 0,
    compressed: (head & 0x40) !== 0,
  };
};

/** A message as a server writes it: in one frame, without a mask. */
const textFrame = (text: string): Buffer => {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | TEXT;
  if (head.length === 2) head[1] = length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
};

/**
 * Reads what a server sends on one connection and lets it pass, except for WebSocket text messages, and events of a
 * `batch`, that are to be dropped. It reads from the first byte on, so that messages can be told apart at any later moment, however TCP cut
 * them into pieces. Compressed messages and whatever is no WebSocket pass unread.
 */
export class FrameFilter {
  #state: 'head' | 'frames' | 'unread' = 'head';
  #rest: Buffer = Buffer.alloc(0);
  /** Frames of a message that is not complete. */
  #message: Frame[] = [];

  constructor(private readonly isDropped: (text: string) => boolean) {}

  /** The server has answered the upgrade. */
  get isWebSocket(): boolean {
    return this.#state === 'frames';
  }

  /** What of it may pass now. */
  push(chunk: Buffer): Buffer {
    if (this.#state === 'unread') return chunk;
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const head = this.#state === 'head' ? this.#readHead() : Buffer.alloc(0);
    // The head decides what follows it.
    return this.#state === 'frames' ? Buffer.concat([head, ...this.#readMessages()]) : head;
  }

  #readHead(): Buffer {
    const at = this.#rest.indexOf(HEAD_END);
    if (at < 0 && this.#rest.length < HEAD_LIMIT) return Buffer.alloc(0);
    const upgraded = at >= 0 && this.#rest.toString('latin1', 0, at).startsWith(UPGRADED);
    this.#state = upgraded ? 'frames' : 'unread';
    const end = upgraded ? at + HEAD_END.length : this.#rest.length;
    const head = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return head;
  }

  #readMessages(): Buffer[] {
    const passed: Buffer[] = [];
    for (let frame = readFrame(this.#rest); frame; frame = readFrame(this.#rest)) {
      this.#rest = this.#rest.subarray(frame.bytes.length);
      // Control frames may come between the frames of a message, and belong to none.
      if (frame.opcode >= FIRST_CONTROL) {
        passed.push(frame.bytes);
        continue;
      }
      this.#message.push(frame);
      if (!frame.last) continue;
      passed.push(...this.#pass(this.#message));
      this.#message = [];
    }
    return passed;
  }

  #pass(message: readonly Frame[]): readonly Buffer[] {
    const whole = message.map(({ bytes }) => bytes);
    const [first] = message;
    if (first?.opcode !== TEXT || first.compressed) return whole;
    const text = Buffer.concat(message.map(({ payload }) => payload)).toString();
    if (!text.startsWith(BATCH)) return this.isDropped(text) ? [] : whole;
    const [, events] = JSON.parse(text.slice(EVENT.length)) as [string, unknown[]];
    const kept = events.filter((event) => !this.isDropped(EVENT + JSON.stringify(event)));
    if (kept.length === events.length) return whole;
    return kept.length === 0 ? [] : [textFrame(`${BATCH}${JSON.stringify(kept)}]`)];
  }
}
