/** A final text frame, not masked since a server sends it (RFC 6455, section 5.2). */
const TEXT = 0x81;
/** Lengths up to this stand in the second byte; two numbers of it tell that 2 or 8 bytes with the length follow. */
const SHORT = 125;
const MEDIUM = 126;
const LONG = 127;

/** The text as a frame of WebSocket. */
export const textFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const header = length <= SHORT ? 2 : length <= 0xffff ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = TEXT;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = MEDIUM;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LONG;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
};
