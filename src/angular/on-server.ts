import { NEVER } from 'rxjs';
import { createIm, type AppData, type Im, type ImOptions, type WebSocketLike } from 'rxim';

/** Nothing is opened, so nothing can keep a rendering from its end. */
class NoSocket implements WebSocketLike {
  onmessage = null;
  onclose = null;
  onerror = null;
  send(): void {
    // Nobody is there.
  }
  close(): void {
    // Nothing is open.
  }
}

/** A client for rendering on a server: `idle`, with nothing on the wire, whatever is called. */
export const createImOnServer = <D extends AppData>({ storage: _, ...options }: ImOptions): Im<D> => {
  const im = createIm<D>({
    ...options,
    WebSocket: NoSocket,
    fetch: () => new Promise(() => undefined),
  });
  return Object.create(im, { connect: { value: () => NEVER, enumerable: true } }) as Im<D>;
};
