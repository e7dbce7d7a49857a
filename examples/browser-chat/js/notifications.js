/** The bell: whether notifications for this user come to this browser. A click on one leads to its conversation. */
import { tell } from './dialogs.js';

const { rxjs, webpush } = rxim;
const { filter, switchMap, take } = rxjs;

/** Names this browser to the server, for each user who ever logged in here another one. */
export const installIdOf = (user) => {
  const key = `rxim-chat-install-${user}`;
  const known = localStorage.getItem(key);
  if (known) return known;
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  localStorage.setItem(key, id.join(''));
  return id.join('');
};

const LABELS = {
  off: 'Turn on notifications',
  on: 'Turn off notifications',
  blocked: 'Notifications are blocked in the settings of this browser',
};

export const showBell = ({ im, self, bell, goTo }) => {
  const push = webpush.createWebPush({ im, user: self, installId: installIdOf(self), worker: 'worker.js' });
  const problem = ({ message }) => tell('Notifications', message);

  const watching = push.state$.subscribe((state) => {
    bell.hidden = state === 'unsupported';
    bell.disabled = state === 'blocked';
    bell.title = LABELS[state] ?? '';
    bell.setAttribute('aria-label', bell.title);
    bell.setAttribute('aria-pressed', state === 'on');
    bell.onclick = () => (state === 'on' ? push.disable() : push.enable()).subscribe({ error: problem });
  });
  // The browser may have changed its subscription since.
  watching.add(
    push.state$
      .pipe(
        take(1),
        filter((state) => state === 'on'),
        switchMap(() => push.enable()),
      )
      .subscribe({ error: ({ message }) => console.warn(message) }),
  );
  if ('serviceWorker' in navigator)
    watching.add(webpush.pushOpened().subscribe(({ url }) => goTo(new URL(url).hash.slice(1))));
  return watching;
};
