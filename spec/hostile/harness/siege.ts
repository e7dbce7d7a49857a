import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { play, type Stage } from '../../faults/harness/stage';
import type { ServerProcess } from '../../faults/harness/server-process';
import { talk } from './bystanders';
import { tell, type Facts } from './report';
import { isFull } from './scale';
import { healthOf, type Health } from './server-health';

/** What a server has to show after it was attacked. */
export interface Aftermath extends Health {
  /** How it ended when it was asked to. */
  readonly ended: number | string;
  /** Messages of well-behaved people: how many, and how many of them were lost, doubled or out of order. */
  readonly sent: number;
  readonly lost: number;
  readonly reconnects: number;
  readonly facts: Facts;
}

export interface SiegeOptions {
  readonly title: string;
  readonly seed: number;
  readonly flags?: readonly string[];
  /** Resolves with what is to be told of it. */
  readonly attack: (server: ServerProcess, stage: Stage) => Promise<Facts>;
}

const WATCH = pathToFileURL(join(__dirname, 'watch.mjs')).href;

/** Attacks a server in a process of its own while two people talk over it. */
export const besiege = ({ title, seed, flags, attack }: SiegeOptions): Promise<Aftermath> =>
  play(seed, async (stage) => {
    const server = stage.serverProcess({ node: ['--import', WATCH], ...(flags && { flags }) });
    await server.start();
    const bystanders = await talk(stage, server);
    await healthOf(server);
    const facts = await attack(server, stage);
    const health = await healthOf(server);
    const talked = await bystanders.stop();
    const { ended } = await server.stop();
    const aftermath = { ...health, ...talked, ended, facts };
    tell(title, {
      'event loop p99 ms': health.late,
      'memory at most MiB': health.memory,
      'errors logged': health.errors.length,
      'messages of others': talked.sent,
      'of them lost': talked.lost,
      'ended with': ended,
      ...facts,
    });
    return aftermath;
  });

/** Bounds that hold whatever is sent; memory in MiB. */
const DELAY = 50;
const MEMORY = 512;

/** No exit, no error that nobody handled, no stall, nothing lost, memory bounded. */
export const expectUnharmed = ({ ended, errors, late, lost, memory, reconnects }: Aftermath): void => {
  expect(errors.slice(0, 5)).toEqual([]);
  expect({ ended, lost, reconnects }).toEqual({ ended: 0, lost: 0, reconnects: 0 });
  // Where other specs run beside it, it is the machine that is late.
  if (isFull) expect(late).toBeLessThanOrEqual(DELAY);
  expect(memory).toBeLessThan(MEMORY);
};
