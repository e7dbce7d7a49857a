/** What the outbox does not have: pictures that are still being uploaded, and messages that could not be sent. */
const { isImError, rxjs } = rxim;
const { BehaviorSubject, map, distinctUntilChanged } = rxjs;

const newCid = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

export const createSending = (im) => {
  const items$ = new BehaviorSubject([]);
  /** Pictures that this window sent: they show at once, and go on showing when they have arrived. */
  const previews = new Map();

  const drop = (key) => items$.next(items$.value.filter((item) => item.key !== key));
  const put = (item) => {
    const others = items$.value.filter(({ key }) => key !== item.key);
    items$.next([...others, item].sort((a, b) => a.ts - b.ts));
  };

  /** Sends to the chat at an address. */
  const send = (address, to, content) => {
    const cid = newCid();
    const delivery$ = im.send({ to, content, cid });
    const base = { key: cid, address, content, ts: Date.now() };
    if (content.file) previews.set(cid, URL.createObjectURL(content.file));

    const go = () => {
      const discard = () => {
        watching.unsubscribe();
        drop(cid);
      };
      if (content.file) put({ ...base, type: 'uploading', percent: 0, discard });
      const watching = delivery$.subscribe({
        next: (delivery) => {
          if (delivery.state !== 'uploading') drop(cid);
          else put({ ...base, type: 'uploading', percent: delivery.percent, discard });
        },
        error: (error) => {
          // The next client of this device sends it.
          if (isImError(error) && error.code === 'closed') return;
          put({ ...base, type: 'failed', reason: error.message, retry: go, discard: () => drop(cid) });
        },
      });
    };
    go();
  };

  const of = (address) =>
    items$.pipe(
      map((items) => items.filter((item) => item.address === address)),
      distinctUntilChanged((a, b) => a.length === 0 && b.length === 0),
    );

  return { send, of, previewOf: (key) => previews.get(key) };
};
