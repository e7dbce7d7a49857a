import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, scan, shareReplay, takeWhile, lastValueFrom } from 'rxjs';
import { createIm, type Im } from 'rxim';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import { parseCommand, parseDuration } from '../../examples/node-bot/command';
import { describePoll, parsePoll, vote } from '../../examples/node-bot/polls';

it.each([
  ['/help', { name: 'help', words: '' }],
  [' /Remind 10m tea  ', { name: 'remind', words: '10m tea' }],
  ['/poll a?\n| b', { name: 'poll', words: 'a?\n| b' }],
  ['hello', undefined],
  ['/', undefined],
  ['a /help', undefined],
] as const)('%j is the command %j', (said, command) => {
  expect(parseCommand(said)).toEqual(command);
});

it.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['2H', 7_200_000],
  ['1d', 86_400_000],
  ['0m', undefined],
  ['999d', undefined],
  ['10', undefined],
  ['-1m', undefined],
] as const)('%s is %s milliseconds', (words, duration) => {
  expect(parseDuration(words)).toBe(duration);
});

it('a poll counts the last vote of everybody', () => {
  const poll = parsePoll('Lunch? | pizza | soup')!;
  const voted = vote(vote(vote(poll, 'ann', '1')!, 'bob', '1')!, 'ann', '2')!;
  expect(describePoll(voted)).toBe('Lunch?\n1. pizza: 1\n2. soup: 1\nVote with /vote 1');
  expect(vote(poll, 'ann', '3')).toBeUndefined();
  expect(parsePoll('Lunch? | pizza')).toBeUndefined();
});

describe('the bot', () => {
  let server: TestServer;
  let ann: Im;
  let folder: string;
  let bot: ChildProcess | undefined;

  beforeEach(async () => {
    server = await createTestServer();
    folder = mkdtempSync(join(tmpdir(), 'rxim-bot-'));
    ann = createIm(server.clientOptions('ann'));
    await firstValueFrom(ann.connect());
  });
  afterEach(async () => {
    bot?.kill('SIGKILL');
    await ann.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts it; resolves when it is online. */
  const start = async (style: string): Promise<void> => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'examples/node-bot/index.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        TSX_TSCONFIG_PATH: 'examples/tsconfig.built.json',
        RXIM_SERVER: server.url,
        RXIM_CLIENT_KEY: server.clientKey,
        BOT_DATA: folder,
        BOT_STYLE: style,
      },
    });
    bot = child;
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false }))
      if (String(chunk).includes('is online')) break;
    child.stdout.resume();
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const exit = once(bot!, 'exit');
    bot!.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  };

  it('answers 200 commands once each, in order, though it is killed in the middle', async () => {
    const answers$ = ann.message$.pipe(
      filter(({ from }) => from.id === 'bot'),
      scan((all: string[], { content }) => [...all, String(content.body)], []),
      shareReplay({ bufferSize: 1, refCount: false }),
    );
    const listening = answers$.subscribe();
    const reached = (count: number) =>
      lastValueFrom(answers$.pipe(takeWhile((all) => all.length < count, true)));
    const numbers = Array.from({ length: 200 }, (_, i) => String(i));

    await start('streams');
    for (const number of numbers.slice(0, 120)) ann.toStranger('bot').text(`/echo ${number}`).ok();
    await reached(40);
    await end('SIGKILL');
    for (const number of numbers.slice(120)) ann.toStranger('bot').text(`/echo ${number}`).ok();
    await start('streams');
    await reached(150);
    await end('SIGKILL');
    await start('streams');
    await reached(200);
    // Whatever it would say twice it says before it answers this.
    ann.toStranger('bot').text('/echo the end').ok();
    const all = await reached(201);
    listening.unsubscribe();

    expect(all).toEqual([...numbers, 'the end']);
    expect(await end('SIGTERM')).toBe(0);
  }, 60_000);

  it('reminds of what fell due while it was down, once', async () => {
    const heard: string[] = [];
    ann.message$.subscribe(({ content }) => heard.push(String(content.body)));
    const next = (words: string) =>
      firstValueFrom(ann.message$.pipe(filter(({ content }) => content.body === words)));
    await start('loop');
    const promised = next('I will remind you in 1s.');
    ann.toStranger('bot').text('/remind 1s tea').ok();
    await promised;
    await end('SIGKILL');
    const reminded = next('Reminder: tea');
    await start('streams');
    await reminded;
    await end('SIGTERM');
    await start('streams');
    const echoed = next('still here');
    ann.toStranger('bot').text('/echo still here').ok();
    await echoed;
    expect(heard).toEqual(['I will remind you in 1s.', 'Reminder: tea', 'still here']);
  }, 60_000);
});
