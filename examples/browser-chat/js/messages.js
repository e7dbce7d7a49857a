/** The messages of one conversation: kept up to date, read, and followed into the past. */
import { h, icon, setText } from './dom.js';
import { keyedList } from './keyed-list.js';
import { rowMaker } from './row.js';
import { rowsOf } from './rows.js';
import { createScroll } from './scroll.js';

const { rxjs } = rxim;
const { BehaviorSubject, combineLatest, fromEvent, merge, Subscription } = rxjs;

/** So many pixels before the top the next page is asked for. */
const AHEAD = 400;

const isSeen = () => document.visibilityState === 'visible' && document.hasFocus();

export const createMessages = ({ conversation, sending, address, self }) => {
  const list = h('ol');
  const log = h(
    'div',
    {
      class: 'log',
      role: 'log',
      'aria-label': 'Messages',
      // New ones are told by the announcer; older ones that are loaded are no news.
      'aria-live': 'off',
      tabindex: 0,
    },
    list,
  );
  const news = h('span');
  const toEnd = h(
    'button',
    { type: 'button', class: 'to-end', hidden: true, onclick: () => goToEnd() },
    icon('down'),
    news,
  );
  const element = h('div', { class: 'stage' }, log, toEnd);

  const scroll = createScroll(log, list);
  const open = new Subscription();
  const past$ = new BehaviorSubject('unknown');
  /** When the newest message that is shown was said. */
  let shownUntil;
  let last;
  let lastRead;
  let unseen = 0;

  const show = keyedList(
    list,
    rowMaker({ group: address.startsWith('g'), previewOf: sending.previewOf }, ({ ts }) => ts > shownUntil),
  );

  const markRead = () => {
    if (last === undefined || !scroll.atEnd || !isSeen()) return;
    unseen = 0;
    toEnd.hidden = true;
    if (last.mine || last.key === lastRead) return;
    lastRead = last.key;
    conversation.markRead();
  };
  const goToEnd = () => {
    scroll.goToEnd();
    markRead();
  };

  const loadOlder = () => {
    if (past$.value !== 'unknown' || log.scrollTop > AHEAD) return;
    past$.next('loading');
    open.add(
      conversation.loadOlder().subscribe({
        next: (more) => past$.next(more ? 'unknown' : 'all'),
        error: () => past$.next('failed'),
      }),
    );
  };

  const render = ([items, own, past]) => {
    const sent = new Set(items.map(({ key }) => key));
    const all = [...items, ...own.filter(({ key }) => !sent.has(key))];
    const newest = items.findLast(({ type }) => type === 'message');
    if (shownUntil !== undefined && newest && newest !== last && !newest.mine && !scroll.atEnd) unseen += 1;
    last = newest;
    scroll.keep(() => show(rowsOf(all, self, past === 'all')));
    list.setAttribute('aria-busy', past === 'loading');
    shownUntil = Math.max(0, ...all.slice(-1).map(({ ts = 0, since = ts }) => since));
    toEnd.hidden = scroll.atEnd || unseen === 0;
    setText(news, unseen === 1 ? '1 new message' : `${unseen} new messages`);
    markRead();
    loadOlder();
  };

  open.add(combineLatest([conversation.messages$, sending.of(address), past$]).subscribe(render));
  open.add(
    fromEvent(log, 'scroll', { passive: true }).subscribe(() => {
      if (past$.value === 'failed') past$.next('unknown');
      loadOlder();
      markRead();
    }),
  );
  open.add(merge(fromEvent(window, 'focus'), fromEvent(document, 'visibilitychange')).subscribe(markRead));
  open.add(scroll.close);

  return { element, goToEnd, close: () => open.unsubscribe() };
};
