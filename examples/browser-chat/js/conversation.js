/** The right column: one conversation, or an invitation to choose one. */
import { avatar } from './avatar.js';
import { createComposer } from './composer.js';
import { h, icon, setText } from './dom.js';
import { createMessages } from './messages.js';

/** With a mouse or a keyboard, writing begins at once; on a phone the keyboard would cover what is to be read. */
const hasKeyboard = matchMedia('(pointer: fine)').matches;

const placeholder = () =>
  h(
    'div',
    { class: 'placeholder' },
    icon('chat'),
    h(
      'p',
      {},
      'Choose a chat or a friend. Nobody there yet? Add one, and open this page in a second window.',
    ),
  );

const PRESENCE = new Map([
  [true, 'Online'],
  [false, 'Offline'],
]);

const statusOf = ({ members, friend }) => {
  if (members) return `${members.length} members: ${members.join(', ')}`;
  return friend ? (PRESENCE.get(friend.online) ?? 'Friend') : 'Not a friend';
};

const createHeader = (chat$) => {
  const face = h('span');
  const title = h('h1', { id: 'title', tabindex: -1 });
  const status = h('p');
  const watching = chat$.subscribe((chat) => {
    const { name, friend, members } = chat;
    face.replaceChildren(avatar({ name, group: members !== undefined, online: friend?.online }));
    setText(title, name);
    setText(status, statusOf(chat));
  });
  const back = h('a', { class: 'quiet back', href: '#', 'aria-label': 'Back to all chats' }, icon('back'));
  return {
    element: h('header', { class: 'bar' }, back, face, h('div', { class: 'who' }, title, status)),
    focus: () => title.focus(),
    close: () => watching.unsubscribe(),
  };
};

export const createConversationPane = ({ im, self, model, sending, pane }) => {
  let close = () => undefined;

  return {
    /** Shows the chat at an address; at any other address none. */
    open: (address) => {
      close();
      const chat$ = model.chat$(address);
      if (!chat$) {
        close = () => undefined;
        pane.replaceChildren(placeholder());
        return;
      }
      const peer = model.peerOf(address);
      const header = createHeader(chat$);
      const messages = createMessages({ conversation: im.conversation(peer), sending, address, self });
      const composer = createComposer({
        address,
        dropZone: pane,
        send: (content) => {
          sending.send(address, peer, content);
          messages.goToEnd();
        },
      });
      pane.replaceChildren(header.element, messages.element, composer.element);
      (hasKeyboard ? composer : header).focus();
      close = () => {
        messages.close();
        header.close();
      };
    },
  };
};
