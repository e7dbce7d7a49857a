import { type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { type ImError } from '../../src/errors';
import type { Delivery, OutboxOptions } from '../../src/messaging';
import { Outbox } from '../../src/messaging/outbox';
import { room, text, user, type Say } from '../../src/protocol';

/** An outbox in virtual time, with the wire and every outcome written down as lines `ms what`. */
const scenario = (
  play: (tools: ReturnType<typeof toolsOf>) => void,
  options?: OutboxOptions & { readonly durable?: boolean },
): string[] => {
  const lines: string[] = [];
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(() => play(toolsOf(scheduler, lines, options)));
  return lines;
};

const toolsOf = (
  scheduler: TestScheduler,
  lines: string[],
  options?: OutboxOptions & { readonly durable?: boolean },
) => {
  const log = (line: string): unknown => lines.push(`${scheduler.now()} ${line}`);
  let wire = true;
  const outbox = new Outbox(
    {
      transmit: (say) => {
        if (wire) log(`say ${told(say)}`);
        return wire;
      },
      report: (error) => log(`unwatched ${error.code}`),
      durable: options?.durable ?? false,
      scheduler,
    },
    options,
  );
  const watch = (cid: string, delivery$: Observable<Delivery>): unknown =>
    delivery$.subscribe({
      next: (delivery) => delivery.state === 'sent' && log(`${cid} sent ${delivery.seq ?? '-'}`),
      error: (error: unknown) => log(`${cid} failed ${(error as ImError).code}`),
    });
  return {
    outbox,
    log,
    cutWire: () => (wire = false),
    at: (ms: number, action: () => void) => scheduler.schedule(action, ms),
    add: (cid: string, to = 'bob') => watch(cid, outbox.add({ cid, lane: `u:${to}`, say: say(cid, to) })),
    addToRoom: (cid: string) =>
      watch(cid, outbox.add({ cid, lane: 'r:1', say: { to: room('1'), content: text(cid), cid } })),
  };
};

const say = (cid: string, to: string): Say => ({ to: user(to), content: text(cid), cid });
const told = ({ cid, after }: Say): string => `${cid ?? ''}${after === undefined ? '' : ` after ${after}`}`;

describe('Outbox', () => {
  it('keeps messages until there is a connection, and sends them in order, each naming its predecessor', () => {
    const lines = scenario(({ outbox, add, at }) => {
      add('1');
      add('2');
      add('3', 'carol');
      at(5, () => outbox.resume(undefined));
      at(6, () => outbox.close());
    });
    expect(lines).toEqual([
      '5 say 1',
      '5 say 2 after 1',
      '5 say 3',
      '6 1 failed closed',
      '6 2 failed closed',
      '6 3 failed closed',
    ]);
  });

  it('settles a message with its ack, whatever others wait for', () => {
    const lines = scenario(({ outbox, add }) => {
      outbox.resume(undefined);
      add('1');
      add('2');
      outbox.answer({ cid: '2', ts: 2, seq: 8 });
      outbox.answer({ cid: '1', ts: 1, seq: 7 });
      outbox.answer({ cid: '1', ts: 1, seq: 7, dup: true });
    });
    expect(lines).toEqual(['0 say 1', '0 say 2 after 1', '0 2 sent 8', '0 1 sent 7']);
  });

  it('sends everything without an ack again on the next connection, under the same cid', () => {
    const lines = scenario(({ outbox, add, at }) => {
      outbox.resume(undefined);
      add('1');
      add('2');
      at(1, () => outbox.answer({ cid: '1', ts: 1, seq: 1 }));
      at(2, () => outbox.pause());
      at(3, () => outbox.resume(undefined));
      at(4, () => outbox.answer({ cid: '2', ts: 2, seq: 2, dup: true }));
    });
    expect(lines).toEqual(['0 say 1', '0 say 2 after 1', '1 1 sent 1', '3 say 2', '4 2 sent 2']);
  });

  it('transmits again what has no ack after the time for it', () => {
    const lines = scenario(
      ({ outbox, add, at }) => {
        outbox.resume(undefined);
        add('1');
        at(250, () => outbox.answer({ cid: '1', ts: 1, seq: 1 }));
      },
      { ackTimeout: 100 },
    );
    expect(lines).toEqual(['0 say 1', '100 say 1', '200 say 1', '250 1 sent 1']);
  });

  it('fails a message that is refused for good; its successor goes again without naming it', () => {
    const lines = scenario(({ outbox, add }) => {
      outbox.resume(undefined);
      add('1');
      add('2');
      add('3');
      outbox.answer({ cid: '1', error: 5003, retry: false });
      outbox.answer({ cid: '2', error: 5015, retry: true });
      outbox.answer({ cid: '3', error: 5015, retry: true });
      outbox.answer({ cid: '2', ts: 1, seq: 1 });
      outbox.answer({ cid: '3', ts: 2, seq: 2 });
    });
    expect(lines).toEqual([
      '0 say 1',
      '0 say 2 after 1',
      '0 say 3 after 2',
      '0 1 failed 5003',
      '0 say 2',
      '0 say 3 after 2',
      '0 2 sent 1',
      '0 3 sent 2',
    ]);
  });

  it('takes a refusal for final only when it answers the last transmission of a message', () => {
    const lines = scenario(({ outbox, add }) => {
      outbox.resume(undefined);
      add('1');
      outbox.pause();
      outbox.resume(undefined);
      outbox.answer({ cid: '1', ack: 1, error: 5003, retry: false });
      outbox.answer({ cid: '1', ack: 2, ts: 1, seq: 1 });
      add('2');
      outbox.answer({ cid: '2', ack: 1, error: 5003, retry: false });
    });
    expect(lines).toEqual(['0 say 1', '0 say 1', '0 1 sent 1', '0 say 2', '0 2 failed 5003']);
  });

  it('keeps order when the second of three is refused for now', () => {
    const lines = scenario(({ outbox, add, at }) => {
      outbox.resume(undefined);
      add('1');
      add('2');
      add('3');
      outbox.answer({ cid: '1', ts: 1, seq: 1 });
      outbox.answer({ cid: '2', error: 5013, retry: true });
      outbox.answer({ cid: '3', error: 5015, retry: true });
      at(2000, () => {
        outbox.answer({ cid: '2', ts: 2, seq: 2 });
        outbox.answer({ cid: '3', ts: 3, seq: 3 });
      });
    });
    expect(lines).toEqual([
      '0 say 1',
      '0 say 2 after 1',
      '0 say 3 after 2',
      '0 1 sent 1',
      '1000 say 2',
      '1000 say 3 after 2',
      '2000 2 sent 2',
      '2000 3 sent 3',
    ]);
  });

  it('takes a message back only before it has ever left', () => {
    const lines = scenario(({ outbox, add, log }) => {
      add('1');
      log(String(outbox.withdraw('1')));
      outbox.resume(undefined);
      add('2');
      log(String(outbox.withdraw('2')));
      outbox.pause();
      log(String(outbox.withdraw('2')));
      log(String(outbox.withdraw('nothing')));
      outbox.close();
    });
    expect(lines).toEqual([
      '0 1 failed withdrawn',
      '0 true',
      '0 say 2',
      '0 false',
      '0 false',
      '0 false',
      '0 2 failed closed',
    ]);
  });

  it('refuses one message too many at once, and drops nothing for it', () => {
    const lines = scenario(
      ({ outbox, add }) => {
        add('1');
        add('2');
        add('3');
        outbox.resume(undefined);
        outbox.answer({ cid: '1', ts: 1, seq: 1 });
        outbox.answer({ cid: '2', ts: 1, seq: 2 });
      },
      { limit: 2 },
    );
    expect(lines).toEqual(['0 3 failed overflow', '0 say 1', '0 say 2 after 1', '0 1 sent 1', '0 2 sent 2']);
  });

  it('ends a message after its lifetime, and never sends it afterwards', () => {
    const lines = scenario(
      ({ outbox, add, at }) => {
        add('1');
        at(40, () => add('2'));
        at(200, () => add('3'));
        at(220, () => outbox.resume(undefined));
        at(230, () => outbox.answer({ cid: '3', ts: 1, seq: 1 }));
      },
      { lifetime: 100 },
    );
    expect(lines).toEqual(['100 1 failed expired', '140 2 failed expired', '220 say 3', '230 3 sent 1']);
  });

  it('keeps to the pace that the server announced', () => {
    const lines = scenario(({ outbox, add, at }) => {
      outbox.resume({ say: { rate: 10, burst: 2 }, frame: 1, text: 1 });
      for (const cid of ['1', '2', '3', '4']) add(cid, cid);
      at(1000, () => outbox.close());
    });
    expect(lines.filter((line) => line.includes('say'))).toEqual([
      '0 say 1',
      '0 say 2',
      '100 say 3',
      '200 say 4',
    ]);
  });

  it('has no more on the wire than the window holds', () => {
    const lines = scenario(
      ({ outbox, add }) => {
        outbox.resume(undefined);
        for (const cid of ['1', '2', '3']) add(cid);
        outbox.answer({ cid: '1', ts: 1, seq: 1 });
        outbox.close();
      },
      { window: 2 },
    );
    expect(lines.slice(0, 4)).toEqual(['0 say 1', '0 say 2 after 1', '0 1 sent 1', '0 say 3 after 2']);
  });

  it('never repeats a room message: without an ack it ends as unknown', () => {
    const lines = scenario(
      ({ outbox, addToRoom, at }) => {
        outbox.resume(undefined);
        addToRoom('1');
        at(50, () => addToRoom('2'));
        at(120, () => outbox.pause());
        at(130, () => outbox.resume(undefined));
      },
      { ackTimeout: 100 },
    );
    expect(lines).toEqual(['0 say 1', '50 say 2', '100 1 failed unknown', '120 2 failed unknown']);
  });

  it('adds the same cid once', () => {
    const lines = scenario(({ outbox, add }) => {
      add('1');
      add('1');
      outbox.resume(undefined);
      outbox.answer({ cid: '1', ts: 1, seq: 1 });
    });
    expect(lines).toEqual(['0 say 1', '0 1 sent 1', '0 1 sent 1']);
  });

  it('replays the end of a message to whoever subscribes late', () => {
    scenario(({ outbox }) => {
      const delivery$ = outbox.add({ cid: '1', lane: 'u:bob', say: say('1', 'bob') });
      outbox.resume(undefined);
      outbox.answer({ cid: '1', ts: 5, seq: 3 });
      const seen: unknown[] = [];
      delivery$.subscribe({ next: (delivery) => seen.push(delivery), complete: () => seen.push('end') });
      expect(seen).toEqual([{ state: 'sent', cid: '1', ts: 5, seq: 3 }, 'end']);
    });
  });

  it('reports an error that nobody watches', () => {
    const lines = scenario(({ outbox }) => {
      outbox.add({ cid: '1', lane: 'u:bob', say: say('1', 'bob') });
      outbox.withdraw('1');
    });
    expect(lines).toEqual(['0 unwatched withdrawn']);
  });

  it('waits when the wire takes nothing, and leaves no timer behind when it is closed', () => {
    const lines = scenario(({ outbox, add, cutWire }) => {
      outbox.resume(undefined);
      cutWire();
      add('1');
      outbox.close();
    });
    expect(lines).toEqual(['0 1 failed closed']);
  });

  describe('that survives the process', () => {
    const keeper = (log: (line: string) => unknown) => {
      const waiting: (() => void)[] = [];
      return {
        keep: ({ cid }: { cid: string }, kept: () => void) => {
          log(`keep ${cid}`);
          waiting.push(kept);
        },
        forget: (cid: string) => log(`forget ${cid}`),
        /** The disk has everything that it was given. */
        written: () => waiting.splice(0).forEach((kept) => kept()),
      };
    };

    it('lets no message leave before it is kept, and forgets it when it is settled', () => {
      const lines = scenario(
        ({ outbox, add, log, at }) => {
          const disk = keeper(log);
          outbox.resume(undefined);
          add('1');
          at(1, () => outbox.keepIn(disk));
          at(2, () => add('2'));
          at(3, () => disk.written());
          at(4, () => outbox.answer({ cid: '1', ts: 1, seq: 1 }));
          at(5, () => outbox.answer({ cid: '2', error: 5003, retry: false }));
        },
        { durable: true },
      );
      expect(lines).toEqual([
        '1 keep 1',
        '2 keep 2',
        '3 say 1',
        '3 say 2 after 1',
        '4 forget 1',
        '4 1 sent 1',
        '5 forget 2',
        '5 2 failed 5003',
      ]);
    });

    it('sends what an earlier process left before what this one has to say, each once', () => {
      const lines = scenario(
        ({ outbox, add, log }) => {
          const disk = keeper(log);
          add('3');
          outbox.keepIn(disk);
          disk.written();
          const left = ['1', '2', '3'].map((cid) => ({ cid, lane: 'u:bob', say: say(cid, 'bob'), since: 0 }));
          outbox.adopt(left);
          outbox.resume(undefined);
          outbox.close();
        },
        { durable: true },
      );
      expect(lines).toEqual([
        '0 keep 3',
        '0 say 1',
        '0 say 2 after 1',
        '0 say 3 after 2',
        '0 unwatched closed',
        '0 unwatched closed',
        '0 3 failed closed',
      ]);
    });

    it('leaves what is not settled to the next process when it is closed', () => {
      const lines = scenario(
        ({ outbox, add, log }) => {
          outbox.keepIn(keeper(log));
          add('1');
          outbox.close();
        },
        { durable: true },
      );
      expect(lines).toEqual(['0 keep 1', '0 1 failed closed']);
    });
  });
});
