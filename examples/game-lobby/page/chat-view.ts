import type { Saying } from '../lobby/chat';
import { h, setAttribute } from './dom';
import { called } from './names';

export interface ChatView {
  readonly element: HTMLElement;
  readonly hear: (saying: Saying) => void;
  /** Something that happened. */
  readonly tell: (news: string) => void;
}

/** What is said and what happens, and a line to write in. `say` resolves when the words are on their way. */
export const chatView = (self: string, say: (words: string) => Promise<void>): ChatView => {
  const list = h('ol', {});
  const log = h('div', { class: 'log', role: 'log', 'aria-label': 'Chat', tabindex: '0' }, list);
  const field = h('input', {
    name: 'words',
    'aria-label': 'Say something',
    placeholder: 'Say something',
    maxlength: '500',
    autocomplete: 'off',
    enterkeyhint: 'send',
  });
  const add = (line: HTMLElement): void => {
    const atEnd = log.scrollHeight - log.clientHeight - log.scrollTop < 40;
    list.append(line);
    if (atEnd) log.scrollTop = log.scrollHeight;
  };
  const line = ({ by, words }: Saying): HTMLElement =>
    h('li', { class: by === self ? 'said mine' : 'said' }, h('b', {}, called(by)), ' ', h('span', {}, words));

  const send = async (words: string): Promise<void> => {
    const own = line({ by: self, words });
    setAttribute(own, 'data-state', 'sending');
    add(own);
    log.scrollTop = log.scrollHeight;
    try {
      await say(words);
      setAttribute(own, 'data-state', undefined);
    } catch {
      setAttribute(own, 'data-state', 'lost');
      own.append(h('em', {}, ' not sent'));
    }
  };
  const form = h(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        const words = field.value.trim();
        field.value = '';
        if (words !== '') void send(words);
      },
    },
    field,
    h('button', { class: 'secondary', type: 'submit' }, 'Send'),
  );
  return {
    element: h('section', { class: 'chat', 'aria-label': 'Chat at the table' }, log, form),
    hear: (saying) => add(line(saying)),
    tell: (news) => add(h('li', { class: 'news' }, news)),
  };
};
