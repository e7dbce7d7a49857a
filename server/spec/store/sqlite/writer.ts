import { createSqliteStore } from '../../../src/store';

// A process that sends without end and prints each `seq` as soon as it is acknowledged, until somebody kills it.
const main = async (): Promise<void> => {
  const [, , data = ''] = process.argv;
  const store = await createSqliteStore({ data });
  await store.users.touch('demo', 'alice');
  const say = {
    app: 'demo',
    sender: { kind: 'user', id: 'alice' },
    to: { kind: 'user', id: 'alice' },
    content: { media: 0, body: 'note' },
  } as const;
  for (;;) {
    const [answer] = await store.messages.append([say]);
    process.stdout.write(`${answer?.ok === true ? answer.seq : 'refused'}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

main().catch((error: unknown) => {
  process.stdout.write(`${String(error)}\n`);
  process.exitCode = 1;
});
