/**
 * A listener that all emitters of a kind share: it is told on which one it was called. Connections that are idle are many, and a
 * function of its own with what it knows takes each of them 100 bytes a listener.
 */
export const sharedListener = <Emitter, Args extends unknown[]>(
  hear: (emitter: Emitter, ...args: Args) => void,
) =>
  function (this: Emitter, ...args: Args): void {
    hear(this, ...args);
  };
