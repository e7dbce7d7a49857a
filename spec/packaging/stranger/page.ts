import { createIm, stranger, text, type Message } from 'rxim';
import { retryBackoff } from 'rxim/operators';
import { filter, firstValueFrom, map } from 'rxjs';

// Two people in one page: one says hello, the other's live view (a part of the code that is loaded on demand) shows it.
const query = new URLSearchParams(location.search);
const client = (userId: string) =>
  createIm({
    server: query.get('server') ?? '',
    appId: query.get('app') ?? '',
    clientKey: query.get('key') ?? '',
    credentials: { userId },
  });
const alice = client('alice');
const bob = client('bob');
await Promise.all([alice, bob].map((im) => firstValueFrom(im.connect().pipe(retryBackoff()))));
bob.message$.subscribe((message: Message) => (document.title = `from ${message.from.id}`));
const said$ = bob.conversation(stranger('alice')).messages$.pipe(
  map((lines) => lines.length),
  filter((count) => count > 0),
);
alice.send({ to: stranger('bob'), content: text('hello') }).subscribe();
const count = await firstValueFrom(said$);
document.body.append(`${String(count)} line`);
