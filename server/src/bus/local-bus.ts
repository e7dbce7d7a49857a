import type { Bus, BusListener } from '../ports/bus';

/** Of a server that is the only one: it hears itself, at once. */
export const localBus = (): Bus => {
  const listeners: BusListener[] = [];
  const node = 'local';
  return {
    node,
    nodes: [node],
    publish: (item) => listeners.forEach((listener) => listener.said?.(node, item)),
    subscribe: (listener) => void listeners.push(listener),
    close: () => Promise.resolve(),
  };
};
