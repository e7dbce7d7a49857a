// Rooms as lobbies: `--players 8` plays a knockout of connect four in the terminal. README.md tells more; the page for people
// (`--page`) is served by scripts/game-lobby.mjs.
import { parseArgs } from 'node:util';
import { distinctUntilChanged, filter, firstValueFrom, map } from 'rxjs';
import { createIm } from 'rxim';
import { createServer } from 'rxim-server';
import type { LobbyIm } from './lobby/rooms';
import { knockout } from './terminal/knockout';
import type { Player } from './terminal/player';
import { chapter, say } from './terminal/print';

const HELP = `Usage: npm run lobby -- [--players 8] [--pace 100] [--server URL [--client-key KEY]]
       npm run lobby -- --page [--port 8789] [--server URL [--client-key KEY]]

Plays a knockout of connect four, each player with a connection of its own; or serves a page on which people play.

  --page            serves the page and prints its address
  --port N          of the page (8789, or a free one if that is taken)
  --players N       how many play, 2 to 32 (8)
  --pace MS         how long a player thinks before it moves (100)
  --server URL      a server that trusts user ids, as npm start starts one (a server of its own, in this process)
  --client-key KEY  of the application \`demo\` (demo-client-key)
`;

const { values } = parseArgs({
  options: {
    players: { type: 'string', default: '8' },
    pace: { type: 'string', default: '100' },
    server: { type: 'string' },
    'client-key': { type: 'string', default: 'demo-client-key' },
    help: { type: 'boolean', default: false },
  },
});
const count = Number(values.players);
const pace = Number(values.pace);
if (values.help || !(count >= 2 && count <= 32) || !(pace >= 0)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const NAMES = ['ada', 'bob', 'cleo', 'dan', 'eve', 'finn', 'gwen', 'hugo'];
const nameOf = (i: number): string => {
  const name = NAMES[i % NAMES.length] ?? 'player';
  return i < NAMES.length ? name : `${name}-${Math.floor(i / NAMES.length) + 1}`;
};

const own =
  values.server === undefined
    ? await createServer({ port: 0, data: ':memory:', trustUserIds: true, noRateLimits: true })
    : undefined;
const server = own?.url ?? values.server ?? '';
const [app] = own?.apps ?? [];
const { appId, clientKey } = app
  ? { appId: app.id, clientKey: app.clientKey }
  : { appId: 'demo', clientKey: values['client-key'] };

const login = async (name: string, i: number): Promise<Player> => {
  const im: LobbyIm = createIm({ server, appId, clientKey, credentials: { userId: name } });
  im.state$
    .pipe(
      filter((state) => state.name === 'waiting' || (state.name === 'online' && state.session.epoch > 1)),
      map((state) => (state.name === 'online' ? 'is back' : 'has lost the connection')),
      distinctUntilChanged(),
    )
    .subscribe((what) => say(name, what));
  await firstValueFrom(im.connect());
  return { name, im, depth: 2 + (i % 4) };
};

chapter(`${count} players log in at ${server}`);
const players = await Promise.all(Array.from({ length: count }, (_, i) => login(nameOf(i), i)));
say('everybody', 'is there');
try {
  const { winner } = await knockout(players, { pace, timing: { second: pace * 2 } });
  chapter(`The winner is ${winner.name}`);
} finally {
  await Promise.all(players.map(({ im }) => im.close()));
  await own?.close();
}
