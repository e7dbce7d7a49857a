export interface WsFrame {
  readonly opcode: number;
  readonly payload?: Buffer;
  /** The message ends with it. @default true */
  readonly fin?: boolean;
  /** Reserved bits, 0 to 7. @default 0 */
  readonly rsv?: number;
  /** Length that it announces. @default that of the payload */
  readonly length?: number | bigint;
  /** @default true, as everything that clients send */
  readonly masked?: boolean;
}

const lengthOf = (length: number | bigint, mask: number): Buffer => {
  if (typeof length === 'number' && length < 126) return Buffer.from([mask | length]);
  if (typeof length === 'number' && length < 2 ** 16)
    return Buffer.from([mask | 126, length >> 8, length & 0xff]);
  const bytes = Buffer.alloc(9);
  bytes[0] = mask | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
};

/** A frame of WebSocket by hand, since no library writes wrong ones. Its mask is zero. */
export const wsFrame = ({
  opcode,
  payload = Buffer.alloc(0),
  fin = true,
  rsv = 0,
  length = payload.length,
  masked = true,
}: WsFrame): Buffer =>
  Buffer.concat([
    Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode]),
    lengthOf(length, masked ? 0x80 : 0),
    Buffer.alloc(masked ? 4 : 0),
    payload,
  ]);
