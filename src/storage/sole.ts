/**
 * Calls back once this page is the only one that holds the lock of that name, which it then keeps until it is gone:
 * of several tabs one, and when that one is closed the next. Platforms without locks call back at once; what two tabs then
 * send twice has the same `cid` and is stored once.
 */
export const whenSole = (name: string, released: Promise<void>, act: () => void): void => {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (!locks) return act();
  void locks.request(`rxim:${name}`, () => {
    act();
    return released;
  });
};
