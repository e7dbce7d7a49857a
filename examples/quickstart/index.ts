// Two users, three devices, one server that goes away in the middle. `npm start` runs this.
import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { createIm, friend, fromFriend, inGroup, inRoom, text, type Delivery, type Im } from 'rxim';

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

const state = (im: Im, wanted: string) =>
  firstValueFrom(im.state$.pipe(filter(({ name }) => name === wanted)));

chapter('Two users log in and become friends');
const [alice, bob] = [device('alice'), device('bob')];
await Promise.all([firstValueFrom(alice.connect()), firstValueFrom(bob.connect())]);
await lastValueFrom(alice.friends.add('alice', 'bob'));
say('alice', `has the friends ${(await lastValueFrom(alice.friends.list('alice'))).join(', ')}`);

chapter('One sees the other go and come');
bob.disconnect();
await firstValueFrom(alice.offline$);
bob.connect();
await Promise.all([firstValueFrom(alice.online$), state(bob, 'online')]);

chapter('A text, and what becomes of it');
const answer = firstValueFrom(alice.message$.pipe(fromFriend('bob')));
const hello$ = alice.send({ to: friend('bob'), content: text('Hi Bob!') });
hello$.subscribe((delivery) => say('alice', `"Hi Bob!" is ${told(delivery)}`));
await lastValueFrom(hello$); // the same message, watched by two
bob.toFriend('alice').text('Hello Alice.').ok();
await answer;

chapter('A group and a room');
const group = await lastValueFrom(
  alice.groups.create({ owner: 'alice', name: 'climbers', members: ['bob'] }),
);
const room = await lastValueFrom(alice.rooms.create({ name: 'lobby', members: ['alice', 'bob'] }));
const inBoth = [inGroup(group), inRoom(room)].map((here) => firstValueFrom(alice.message$.pipe(here)));
bob.toGroup(group).text('Who climbs on Sunday?').ok();
bob.toRoom(room).text('Rooms forget what was said.').ok();
await Promise.all(inBoth);

chapter('Bob has a second device');
const phone = device('bob', "bob's phone");
await firstValueFrom(phone.connect());
const echo = firstValueFrom(phone.yourself$);
bob.toFriend('alice').text('I type this on my laptop.').ok();
await echo;

chapter('The server is stopped and started again under all three');
process.send?.('restart'); // npm start restarts its server when it hears this
await Promise.all([alice, bob, phone].map((im) => state(im, 'waiting')));
const heard = firstValueFrom(bob.message$);
alice.toFriend('bob').text('Written while there was no server.').ok();
await Promise.all([heard, ...[alice, bob, phone].map((im) => state(im, 'online'))]);

chapter('The history, read back from disk');
for (const { speaker, content } of await lastValueFrom(alice.friends.chats('alice', 'bob', { limit: 10 })))
  say(speaker, content.body.toString());
await Promise.all([alice, bob, phone].map((im) => im.close()));
