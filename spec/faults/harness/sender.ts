// A process that sends numbered messages through an outbox on disk and says on stdout which of them are in it.
// sender.js <options of createIm as JSON> <folder> <receiver> <first number> <last number>
import { createIm, text, user, type ImOptions } from 'rxim';
import { fileStorage } from 'rxim/node';

const [options = '{}', folder = '.', receiver = '', first = '1', last = '0'] = process.argv.slice(2);

const im = createIm({
  ...(JSON.parse(options) as ImOptions),
  storage: fileStorage(folder),
  outbox: { limit: 5_000 },
});
im.errors$.subscribe((error) => console.error(error.message));
for (let i = Number(first); i <= Number(last); i++) {
  im.send({ to: user(receiver), content: text(String(i)), cid: `numbered-${i}` }).subscribe({
    next: ({ state }) => {
      if (state === 'queued') process.stdout.write(`queued ${i}\n`);
      if (state === 'sent') process.stdout.write(`sent ${i}\n`);
    },
  });
}
im.connect();
