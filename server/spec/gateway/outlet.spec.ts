import { EventEmitter } from 'node:events';
import type { Socket } from 'socket.io';
import { Announcement } from '../../src/gateway/announcement';
import type { Connection } from '../../src/gateway/connection';
import { Outlet, type Understanding } from '../../src/gateway/outlet';
import { SlowConsumers } from '../../src/gateway/slow-consumers';
import { Turn } from '../../src/gateway/turn';
import { framesIn } from '../support/frames';

/** A TCP socket that takes what it may hold, and tells in how many writes. */
class FakeTcp {
  readonly writes: Buffer[] = [];
  writableLength = 0;
  corks = 0;
  cork(): void {
    this.corks += 1;
  }
  readonly uncork = (): void => undefined;
  write(frame: Buffer): void {
    this.writes.push(frame);
  }
}

/** A connection of Engine.IO, as far as an outlet sees it: packets wait in its buffer while it is `busy`. */
class FakeConnection extends EventEmitter {
  readonly tcp = new FakeTcp();
  readonly transport: { name: string; socket?: { readyState: number; _socket: FakeTcp } };
  readyState = 'open';
  writeBuffer: string[] = [];

  constructor(
    transport: 'websocket' | 'polling' = 'websocket',
    private readonly state: 'idle' | 'busy' = 'idle',
  ) {
    super();
    this.transport = {
      name: transport,
      ...(transport === 'websocket' && { socket: { readyState: 1, _socket: this.tcp } }),
    };
  }

  /** Whatever Engine.IO sends, its own packets too. */
  write(packet: string): void {
    if (this.readyState !== 'open') return;
    this.emit('packetCreate');
    if (this.state === 'busy' || this.transport.name === 'polling') this.writeBuffer.push(packet);
    else this.tcp.write(Buffer.from(`engine ${packet}`));
  }

  /** What has left, as texts. */
  get texts(): string[] {
    return this.tcp.writes.flatMap((bytes) =>
      bytes.toString().startsWith('engine ') ? [bytes.toString()] : framesIn(bytes),
    );
  }
}

const LIMITS = { outgoingSize: 1000, outgoingTime: 10_000 };
const STANDARD = { extended: true, batches: false };

let ended: unknown[];
let failures: unknown[];
let slow: SlowConsumers;
let connections: Map<Connection, unknown>;
let turn: Turn<Outlet>;

beforeEach(() => {
  ended = [];
  failures = [];
  connections = new Map();
  slow = new SlowConsumers(LIMITS, connections, (connection) => {
    (connection as unknown as FakeConnection).readyState = 'closing';
    ended.push(connection);
  });
  turn = new Turn((_, error) => failures.push(error));
});

afterEach(() => slow.stop());

const opened = (connection: FakeConnection, understanding: Understanding = STANDARD): Outlet => {
  connections.set(connection as unknown as Connection, undefined);
  const outlet = new Outlet({ conn: connection } as unknown as Socket, understanding, turn, slow);
  connection.on('packetCreate', () => outlet.flush());
  return outlet;
};

const message = (body: string): Announcement =>
  new Announcement('message', { from: { id: 'a', type: 0 }, content: { media: 0, body }, ts: 1 });

const textOf = (body: string): string => message(body).text;

const turnOver = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));

describe('What outlets say in one turn of the event loop', () => {
  it('leaves each in one write, of bytes that all share who heard the same', async () => {
    const [one, two, other] = [new FakeConnection(), new FakeConnection(), new FakeConnection()];
    const outlets = [one, two].map((connection) => opened(connection));
    const third = opened(other);
    const announcements = [message('1'), message('2')];
    for (const announcement of announcements) for (const outlet of outlets) outlet.say(announcement);
    for (const announcement of [...announcements, message('3')]) third.say(announcement);
    expect(one.tcp.writes).toEqual([]);
    await turnOver();
    expect(one.texts).toEqual([textOf('1'), textOf('2')]);
    expect(one.tcp.writes).toHaveLength(1);
    expect(two.tcp.writes[0]).toBe(one.tcp.writes[0]);
    expect(other.texts).toEqual([textOf('1'), textOf('2'), textOf('3')]);
  });

  it('leaves frame by frame from shared bytes when it is much, and in one write all the same', async () => {
    const [one, two] = [new FakeConnection(), new FakeConnection()];
    const announcements = [message('x'.repeat(40_000)), message('y'.repeat(40_000))];
    for (const connection of [one, two]) {
      const outlet = opened(connection);
      for (const announcement of announcements) outlet.say(announcement);
    }
    await turnOver();
    expect(one.tcp).toMatchObject({ corks: 1, writes: announcements.map(({ frame }) => frame) });
    announcements.forEach(({ frame }, i) => expect(two.tcp.writes[i]).toBe(frame));
  });

  it('shares frames for clients that take batches, two hundred events in each at the most', async () => {
    const connection = new FakeConnection();
    const outlet = opened(connection, { extended: true, batches: true });
    const bodies = Array.from({ length: 401 }, (_, i) => `${i}`);
    for (const body of bodies) outlet.say(message(body));
    await turnOver();
    const [first = '', second = '', last] = connection.texts;
    expect(connection.texts).toHaveLength(3);
    expect(last).toBe(textOf('400'));
    const events = [first, second].flatMap(
      (text) => (JSON.parse(text.slice('42/chat,'.length)) as [string, [string, unknown][]])[1],
    );
    expect(events.map((event) => `42/chat,${JSON.stringify(event)}`)).toEqual(
      bodies.slice(0, 400).map(textOf),
    );
  });

  it('leaves at once when somebody knows that nothing more is to come', async () => {
    const connection = new FakeConnection();
    const outlet = opened(connection);
    outlet.say(message('1'));
    turn.end();
    expect(connection.texts).toEqual([textOf('1')]);
    outlet.say(message('2'));
    await turnOver();
    expect(connection.texts).toEqual([textOf('1'), textOf('2')]);
  });

  it('is said once to one who is in two audiences', async () => {
    const connection = new FakeConnection();
    const outlet = opened(connection);
    const announcement = message('once');
    outlet.say(announcement);
    outlet.say(announcement);
    await turnOver();
    expect(connection.texts).toEqual([textOf('once')]);
  });

  it('has nothing in it that clients of 2016 do not know', async () => {
    const connection = new FakeConnection();
    const outlet = opened(connection, { extended: false, batches: false });
    outlet.say(message('known'));
    outlet.say(new Announcement('bye', { reason: 'restart' }));
    await turnOver();
    expect(connection.texts).toEqual([textOf('known')]);
  });

  it('reaches the others though one cannot be written to', async () => {
    const [broken, sound] = [new FakeConnection(), new FakeConnection()];
    broken.tcp.write = () => {
      throw new Error('broken');
    };
    const announcement = message('hi');
    for (const outlet of [opened(broken), opened(sound)]) outlet.say(announcement);
    await turnOver();
    expect(sound.texts).toEqual([textOf('hi')]);
    expect(failures).toEqual([new Error('broken')]);
  });
});

describe('The order on one connection', () => {
  it('is kept against packets of Engine.IO in the same turn', async () => {
    const connection = new FakeConnection();
    const outlet = opened(connection);
    outlet.say(message('1'));
    connection.write('ping');
    outlet.say(message('2'));
    outlet.say(message('3'));
    await turnOver();
    expect(connection.texts).toEqual([textOf('1'), 'engine ping', textOf('2'), textOf('3')]);
  });

  it('is kept against packets that wait in the buffer of Engine.IO', async () => {
    const connection = new FakeConnection('websocket', 'busy');
    const outlet = opened(connection);
    outlet.say(message('1'));
    connection.write('ping');
    outlet.say(message('2'));
    await turnOver();
    expect(connection.texts).toEqual([textOf('1')]);
    expect(connection.writeBuffer).toEqual(['ping', textOf('2').slice(1)]);
  });

  it('is kept while the client polls', async () => {
    const connection = new FakeConnection('polling');
    const outlet = opened(connection, { extended: true, batches: true });
    outlet.say(message('1'));
    outlet.say(message('2'));
    connection.write('ping');
    outlet.say(message('3'));
    await turnOver();
    const batch = `2/chat,["batch",[${[textOf('1'), textOf('2')].map((text) => text.slice(8)).join()}]]`;
    expect(connection.writeBuffer).toEqual([batch, 'ping', textOf('3').slice(1)]);
  });

  it('ends with the closing frame', async () => {
    const [here, there] = [new FakeConnection(), new FakeConnection()];
    for (const connection of [here, there]) opened(connection).say(message('late'));
    here.readyState = 'closing';
    Object.assign(there.transport.socket ?? {}, { readyState: 2 });
    there.readyState = 'closing';
    await turnOver();
    expect([...here.texts, ...there.texts]).toEqual([]);
  });
});

describe('A client that does not take what it is sent', () => {
  it('is let go before more is written', async () => {
    const [full, fine] = [new FakeConnection(), new FakeConnection()];
    full.tcp.writableLength = 1001;
    fine.tcp.writableLength = 1000;
    for (const connection of [full, fine]) opened(connection).say(message('more'));
    await turnOver();
    expect(ended).toEqual([full]);
    expect(full.texts).toEqual([]);
    expect(fine.texts).toEqual([textOf('more')]);
  });
});
