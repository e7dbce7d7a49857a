import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createFaultProxy, createTestServer } from 'rxim-server/testing';

it('eight players play until one has won, though connections of theirs are cut in the middle', async () => {
  await using server = await createTestServer();
  await using proxy = await createFaultProxy({ target: server.url });
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'examples/game-lobby/index.ts', '--players', '8', '--pace', '0'],
      ...['--server', proxy.url, '--client-key', server.clientKey],
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], TSX_TSCONFIG_PATH: 'examples/tsconfig.built.json' },
    },
  );
  const exit = once(child, 'exit');
  let output = '';
  const cut = new Set<string>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    // Somebody is cut off in the middle of the first round, and of the second.
    for (const [moment, which] of [
      ['beats', 0],
      ['Semi-finals', 1],
    ] as const) {
      if (cut.has(moment) || !output.includes(moment)) continue;
      cut.add(moment);
      proxy.connections.filter(({ isWebSocket }) => isWebSocket)[which]?.cut();
    }
  });
  expect(await exit).toEqual([0, null]);
  expect([...cut]).toEqual(['beats', 'Semi-finals']);
  expect(output).toMatch(/has lost the connection[^]*is back/);
  expect(output.match(/ beats | goes on/g)).toHaveLength(7);
  expect(output).toMatch(/── The winner is \w+\n$/);
}, 120_000);
