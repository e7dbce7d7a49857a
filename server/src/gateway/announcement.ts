import { encodeEvent, type ServerEventName } from 'rxim/protocol';
import { textFrame } from './text-frame';

/** One event for any number of sockets. It is encoded and framed once, and neither if nobody is there. */
export class Announcement {
  #text: string | undefined;
  #frame: Buffer | undefined;

  constructor(
    readonly event: ServerEventName,
    private readonly payload: unknown,
  ) {}

  get text(): string {
    return (this.#text ??= encodeEvent(this.event, this.payload));
  }

  get frame(): Buffer {
    return (this.#frame ??= textFrame(this.text));
  }
}
