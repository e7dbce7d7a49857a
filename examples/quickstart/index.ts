// Two users, three devices, one server that goes away in the middle. `npm start` runs this.
import { filter, firstValueFrom, lastValueFrom, skipWhile } from 'rxjs';
import { createIm, fromFriend, inGroup, inRoom, type Delivery, type Im } from 'rxim';

const server = process.env['RXIM_SERVER'] ?? 'http://127.0.0.1:8787';

const say = (who: string, what: string): void => console.log(`${who.padEnd(12)} ${what}`);
const chapter = (title: string): void => console.log(`\n── ${title}`);
const told = (delivery: Delivery): string =>
  delivery.state === 'sent' ? `sent, number ${delivery.seq ?? '–'}` : delivery.state;

/** A client that prints what happens to it. */
const device = (userId: string, name = userId): Im => {
  const im = createIm({ server, appId: 'demo', clientKey: 'demo-client-key', credentials: { userId } });
  im.state$.subscribe((state) => say(name, `is ${state.name}`));
  im.online$.subscribe((friend) => say(name, `sees ${friend} come`));
  im.offline$.subscribe((friend) => say(name, `sees ${friend} go`));
  im.message$.subscribe(({ from, content }) => say(name, `hears ${from.id}: ${content.body.toString()}`));
  im.yourself$.subscribe(({ content }) => say(name, `said elsewhere: ${content.body.toString()}`));
  im.errors$.subscribe((error) => say(name, `dealt with: ${error.message}`));
  return im;
};

const backOnline = (im: Im): Promise<unknown> =>
  firstValueFrom(
    im.state$.pipe(
      skipWhile(({ name }) => name === 'online'),
      filter(({ name }) => name === 'online'),
    ),
  );

chapter('Two users log in and become friends');
const alice = device('alice');
const bob = device('bob');
await Promise.all([firstValueFrom(alice.connect()), firstValueFrom(bob.connect())]);
await lastValueFrom(alice.friends.add('alice', 'bob'));
say('alice', `has the friends ${(await lastValueFrom(alice.friends.list('alice'))).join(', ')}`);

chapter('One sees the other go and come');
bob.disconnect();
await firstValueFrom(alice.offline$);
bob.connect();
await firstValueFrom(alice.online$);

chapter('A text, and what becomes of it');
const answer = firstValueFrom(alice.message$.pipe(fromFriend('bob')));
const hello = alice.toFriend('bob').text('Hi Bob!').ok();
hello.subscribe((delivery) => say('alice', `"Hi Bob!" is ${told(delivery)}`));
await lastValueFrom(hello);
bob.toFriend('alice').text('Hello Alice.').ok();
await answer;

chapter('A group and a room');
const group = await lastValueFrom(
  alice.groups.create({ owner: 'alice', name: 'climbers', members: ['bob'] }),
);
const room = await lastValueFrom(alice.rooms.create({ name: 'lobby', members: ['alice', 'bob'] }));
const both = [alice.message$.pipe(inGroup(group)), alice.message$.pipe(inRoom(room))].map((m$) =>
  firstValueFrom(m$),
);
bob.toGroup(group).text('Who climbs on Sunday?').ok();
bob.toRoom(room).text('Rooms forget what was said.').ok();
await Promise.all(both);

chapter('Bob has a second device');
const phone = device('bob', "bob's phone");
await firstValueFrom(phone.connect());
const echo = firstValueFrom(phone.yourself$);
bob.toFriend('alice').text('I type this on my laptop.').ok();
await echo;

chapter('The server is stopped and started again under all three');
const recovered = Promise.all([alice, bob, phone].map(backOnline));
process.send?.('restart'); // npm start restarts the server when it hears this
await firstValueFrom(alice.state$.pipe(filter(({ name }) => name === 'waiting')));
const waiting = alice.toFriend('bob').text('Written while there was no server.').ok();
await Promise.all([recovered, lastValueFrom(waiting), firstValueFrom(bob.message$)]);

chapter('The history, read back from disk');
for (const { speaker, content } of await lastValueFrom(alice.friends.chats('alice', 'bob', { limit: 10 }))) {
  say(speaker, content.body.toString());
}
await Promise.all([alice, bob, phone].map((im) => im.close()));
