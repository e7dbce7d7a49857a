/** One user, logged in: the client, and the page that stands on it. */
import { config } from '../config.js';
import { avatar } from './avatar.js';
import { showBanner } from './banner.js';
import { createConversationPane } from './conversation.js';
import { askForFriend, askForGroup } from './dialogs.js';
import { byId, h } from './dom.js';
import { createModel, summaryOf } from './model.js';
import { installIdOf, showBell } from './notifications.js';
import { createSending } from './sending.js';
import { showSidebar } from './sidebar.js';

const { createIm, indexedDbStorage, rxjs } = rxim;
const {
  distinctUntilChanged,
  firstValueFrom,
  fromEvent,
  lastValueFrom,
  map,
  shareReplay,
  startWith,
  Subscription,
  timeout,
} = rxjs;

/** The chat that the address of the page names. */
const address$ = fromEvent(window, 'hashchange').pipe(
  startWith(undefined),
  map(() => location.hash.slice(1)),
  distinctUntilChanged(),
  shareReplay({ bufferSize: 1, refCount: true }),
);

const goTo = (address) => {
  location.hash = address;
};

export const connect = (userId) => {
  const im = createIm({
    ...config,
    credentials: { userId },
    installId: installIdOf(userId),
    storage: indexedDbStorage(),
  });
  return { im, online: firstValueFrom(im.connect()) };
};

/** Whoever leaves without a connection goes on getting notifications here, until somebody else logs in. */
export const logOut = async (im) => {
  const ending$ = im.logout().pipe(timeout(3000));
  await lastValueFrom(ending$, { defaultValue: undefined }).catch((error) => console.warn(error.message));
  await im.close();
};

/** Shows the page of a user until the subscription ends; `leave()` is called when the user logs out. */
export const showApp = ({ im, self, leave }) => {
  const app = byId('app');
  const model = createModel(im, self);
  const sending = createSending(im);
  const pane = createConversationPane({ im, self, model, sending, pane: byId('conversation') });

  byId('self').replaceChildren(avatar({ name: self, small: true }), h('span', {}, self));
  byId('log-out').onclick = leave;
  const addFriend = () =>
    askForFriend(async (name) => {
      await firstValueFrom(im.friends.add(self, name));
      goTo(`u/${name}`);
    });
  byId('add-friend').onclick = addFriend;
  byId('new-group').onclick = async () =>
    askForGroup(await firstValueFrom(model.friends$), async (name, members) => {
      goTo(`g/${await firstValueFrom(im.groups.create({ owner: self, name, members }))}`);
    });

  const shown = new Subscription();
  shown.add(showBanner(im, byId('banner')));
  shown.add(showBell({ im, self, bell: byId('bell'), goTo }));
  shown.add(
    showSidebar({ model, self, address$, friends: byId('friends'), chats: byId('chats'), addFriend }),
  );
  shown.add(
    address$.subscribe((address) => {
      const back = app.hasAttribute('data-open') && address === '';
      app.toggleAttribute('data-open', address !== '');
      pane.open(address);
      if (back) byId('chats').querySelector('a')?.focus();
    }),
  );
  shown.add(
    im.message$.subscribe(({ from, content }) => {
      byId('announcer').replaceChildren(h('p', {}, `${from.id}: ${summaryOf(content)}`));
    }),
  );
  shown.add(im.errors$.subscribe((error) => console.warn(error.message)));
  shown.add(() => {
    pane.open('');
    app.hidden = true;
  });
  app.hidden = false;
  return shown;
};
