import { start } from '../lib/actor.mjs';
import { inFolder } from '../lib/folder.mjs';

const CLIENTS = 2000;

export default () =>
  inFolder(async (data) => {
    let server = await start('servers/rxim.mjs', { data });
    const { url } = server.ready;
    const clients = await start('load/returning.mjs', { url, clients: CLIENTS });
    await server.ask('close');
    await server.stop();
    const back = clients.ask('back');
    server = await start('servers/rxim.mjs', { data, port: Number(new URL(url).port) });
    const since = performance.now();
    const { refused } = await back;
    const seconds = (performance.now() - since) / 1000;
    await Promise.all([clients.stop(), server.stop()]);
    return [
      {
        what: '2,000 clients after a server restart',
        figures: `${refused} logins refused`,
        result: `all online and synced after ${seconds.toFixed(1)} s`,
        target: '≤ 10 s, no refused login',
        met: seconds <= 10 && refused === 0,
      },
    ];
  });
