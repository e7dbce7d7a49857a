/** The left column: friends with their presence, and chats with what is new in them. */
import { avatar, showPresence } from './avatar.js';
import { h, setText, unseen } from './dom.js';
import { keyedList } from './keyed-list.js';
import { summaryOf } from './model.js';
import { shortTimeOf } from './time.js';

const { rxjs } = rxim;
const { combineLatest, map } = rxjs;

const createFriend = ({ key, id }) => {
  const face = avatar({ name: id });
  const presence = unseen('');
  const link = h('a', { class: 'friend', href: `#${key}` }, face, h('span', {}, id), presence);
  const update = ({ online }) => {
    showPresence(face, online);
    setText(presence, online ? ', online' : ', offline');
  };
  return { element: h('li', {}, link), update };
};

const createChat = ({ key, group }) => {
  const name = h('span', { class: 'name' });
  const time = h('time', { class: 'time' });
  const last = h('span', { class: 'last' });
  const badge = h('span', { class: 'badge', hidden: true });
  const link = h('a', { class: 'chat', href: `#${key}` }, name, time, last, badge);
  let face;
  const update = (chat) => {
    if (!face || name.textContent !== chat.name) {
      face?.remove();
      face = avatar({ name: chat.name, group });
      link.prepend(face);
    }
    showPresence(face, chat.online);
    setText(name, chat.name);
    setText(time, chat.last ? shortTimeOf(chat.last.ts) : '');
    setText(last, chat.said);
    badge.hidden = chat.unread === 0;
    if (badge.dataset.count !== String(chat.unread)) {
      badge.dataset.count = chat.unread;
      badge.replaceChildren(chat.unread > 99 ? '99+' : String(chat.unread), unseen(' unread'));
    }
    link.classList.toggle('unread', chat.unread > 0);
    if (chat.current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  };
  return { element: h('li', {}, link), update };
};

/** The last thing that was said, with who said it where that is not clear. */
const saidIn = ({ last, group }, self) => {
  if (!last) return group ? 'New group' : '';
  const words = summaryOf(last.content);
  if (last.speaker === self) return `You: ${words}`;
  return group ? `${last.speaker}: ${words}` : words;
};

export const showSidebar = ({ model, self, address$, friends, chats, addFriend }) => {
  const showFriends = keyedList(friends, createFriend);
  const first = h('button', { type: 'button', class: 'link', onclick: addFriend }, 'Add your first friend');
  const noFriends = h('li', { class: 'empty' }, first);
  const watching = model.friends$.subscribe((roster) => {
    noFriends.remove();
    // Who is there comes first.
    const sorted = [...roster].sort((a, b) => (b.online ?? 0) - (a.online ?? 0));
    showFriends(sorted.map((each) => ({ key: `u/${each.id}`, ...each })));
    if (roster.length === 0) friends.append(noFriends);
  });

  const showChats = keyedList(chats, createChat);
  const noChats = h('li', { class: 'empty' }, 'Chats appear here. Choose a friend to begin one.');
  watching.add(
    combineLatest([model.chats$, address$])
      .pipe(
        map(([list, address]) =>
          list.map((chat) => ({ ...chat, said: saidIn(chat, self), current: chat.key === address })),
        ),
      )
      .subscribe((list) => {
        noChats.remove();
        showChats(list);
        if (list.length === 0) chats.append(noChats);
        const unread = list.reduce((sum, chat) => sum + chat.unread, 0);
        document.title = unread > 0 ? `(${unread}) rxim chat` : 'rxim chat';
      }),
  );
  return watching;
};
