/** Tells how the connection is, while there is something to tell. */
import { h } from './dom.js';

const { rxjs } = rxim;
const { concat, map, of, switchMap, timer } = rxjs;

const NOTHING = { parts: [] };
const text = (words) => h('span', {}, words);
const button = (words, onclick) => h('button', { type: 'button', onclick }, words);
const pulse = () => h('span', { class: 'pulse', 'aria-hidden': 'true' });

/** What is over in a moment is not worth a line. */
const soon = (words) => timer(400).pipe(map(() => ({ parts: [pulse(), text(words)] })));

/** Counts the seconds down, for the eye only: nobody wants to hear each of them. */
const waiting = (im, { retryAt }) => {
  const left = h('span', { 'aria-hidden': 'true' });
  const parts = [
    pulse(),
    text(navigator.onLine ? 'No connection.' : 'You are offline.'),
    left,
    button('Try now', () => im.connect()),
  ];
  return timer(0, 250).pipe(
    map(() => {
      const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
      left.textContent = seconds > 0 ? `Retrying in ${seconds} s` : 'Retrying';
      return { parts };
    }),
  );
};

const lineFor = (im, state) => {
  switch (state.name) {
    case 'waiting':
      return waiting(im, state);
    case 'connecting':
    case 'authenticating':
      return soon(state.attempt > 1 ? 'Reconnecting' : 'Connecting');
    case 'syncing':
      return soon('Fetching what you missed');
    case 'online':
      if (state.session.epoch === 1) return of(NOTHING);
      return concat(
        of({ parts: [text('Connected again')], good: true }),
        timer(2000).pipe(map(() => NOTHING)),
      );
    case 'stopped':
      return of({ parts: [text(state.cause.message), button('Connect again', () => im.connect())] });
    default:
      return of(NOTHING);
  }
};

export const showBanner = (im, banner) => {
  let shown = [];
  return im.state$.pipe(switchMap((state) => lineFor(im, state))).subscribe(({ parts, good = false }) => {
    if (parts === shown) return;
    shown = parts;
    banner.hidden = parts.length === 0;
    banner.classList.toggle('good', good);
    banner.replaceChildren(...parts);
  });
};
