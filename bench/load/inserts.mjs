// One bare committed insert at a time: what the disk and SQLite take for the least that a message needs.
import Database from 'libsql';
import { serve } from '../lib/actor.mjs';

await serve(async ({ file }) => {
  const database = new Database(file);
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec(
    'create table message (conv integer, seq integer, body text, primary key (conv, seq)) without rowid',
  );
  const insert = database.prepare('insert into message values (1, ?, ?)');
  let seq = 0;
  return {
    ready: {},
    latencies: async ({ messages }) => {
      const times = [];
      for (let i = 0; i < messages; i++) {
        const since = performance.now();
        insert.run([++seq, 'What is said in a conversation is about as long as this sentence.']);
        times.push(performance.now() - since);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return times;
    },
  };
});
