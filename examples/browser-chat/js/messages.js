/** The messages of one conversation: kept up to date, read, and followed into the past. */
import { h, icon, setText } from './dom.js';
import { keyedList } from './keyed-list.js';
import { rowMaker } from './row.js';
import { rowsOf } from './rows.js';
import { createScroll } from './scroll.js';

const { rxjs } = rxim;
const { BehaviorSubject, combineLatest, finalize, fromEvent, merge, Subscription } = rxjs;

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
  let settled = false;
  let last;
  let unseen = 0;

  const show = keyedList(
    list,
    rowMaker({ group: address.startsWith('g'), previewOf: sending.previewOf }, () => settled),
  );

  const markRead = () => {
    if (last === undefined || !scroll.atEnd || !isSeen()) return;
    unseen = 0;
    toEnd.hidden = true;
    if (last.mine || last.key === markRead.key) return;
    markRead.key = last.key;
    conversation.markRead();
  };
  const goToEnd = () => {
    scroll.goToEnd();
    markRead();
  };

  const loadOlder = () => {
    if (past$.value !== 'unknown' || log.scrollTop > AHEAD) return;
    past$.next('loading');
    let more = true;
    open.add(
      conversation
        .loadOlder()
        .pipe(finalize(() => past$.next(more ? 'unknown' : 'all')))
        .subscribe({
          next: (answer) => (more = answer),
          // The banner tells that there is no connection; scrolling asks again.
          error: () => undefined,
        }),
    );
  };

  const render = ([items, own, past]) => {
    const sent = new Set(items.map(({ key }) => key));
    const all = [...items, ...own.filter(({ key }) => !sent.has(key))];
    const newest = items.findLast(({ type }) => type === 'message');
    if (settled && newest && newest !== last && !newest.mine && !scroll.atEnd) unseen += 1;
    last = newest;
    scroll.keep(() => show(rowsOf(all, self, past === 'all')));
    list.setAttribute('aria-busy', past === 'loading');
    settled = true;
    toEnd.hidden = scroll.atEnd || unseen === 0;
    setText(news, unseen === 1 ? '1 new message' : `${unseen} new messages`);
    markRead();
    loadOlder();
  };

  open.add(combineLatest([conversation.messages$, sending.of(address), past$]).subscribe(render));
  open.add(
    fromEvent(log, 'scroll', { passive: true }).subscribe(() => {
      loadOlder();
      markRead();
    }),
  );
  open.add(merge(fromEvent(window, 'focus'), fromEvent(document, 'visibilitychange')).subscribe(markRead));
  open.add(scroll.close);

  return { element, goToEnd, close: () => open.unsubscribe() };
};
