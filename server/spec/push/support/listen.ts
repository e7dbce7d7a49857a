import type { AddressInfo, Server } from 'node:net';

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Has a server listen on loopback until the test is over; resolves with its address. */
export const listening = async (server: Server, closeAll: () => void): Promise<string> => {
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  open.push(
    () =>
      new Promise((closed) => {
        server.close(() => closed());
        closeAll();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
