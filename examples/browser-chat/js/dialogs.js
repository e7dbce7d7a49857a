/** What opens above the page. `<dialog>` brings the focus there and back, and Escape. */
import { avatar } from './avatar.js';
import { h, icon } from './dom.js';

const open = (dialog) => {
  dialog.addEventListener('close', () => dialog.remove());
  // A click on what is behind it.
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
};

/** A form whose `act(data)` does what it is for, and may reject with what is wrong. */
const ask = ({ title, action, fields, act }) => {
  const error = h('p', { class: 'error', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'primary' }, action);
  const cancel = h('button', { type: 'button', class: 'secondary', onclick: () => dialog.close() }, 'Cancel');
  const onsubmit = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await act(new FormData(form));
      dialog.close();
    } catch (reason) {
      error.textContent = reason.message;
    }
    submit.disabled = false;
  };
  const form = h(
    'form',
    { onsubmit },
    h('h2', { id: 'dialog-title' }, title),
    ...fields,
    error,
    h('div', { class: 'actions' }, cancel, submit),
  );
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, form);
  open(dialog);
};

const textField = (label, attributes) => {
  const input = h('input', {
    name: 'name',
    id: 'dialog-name',
    required: true,
    autocomplete: 'off',
    ...attributes,
  });
  return [h('label', { for: input.id }, label), input];
};

export const askForFriend = (add) =>
  ask({
    title: 'Add a friend',
    action: 'Add',
    fields: textField('Name', {
      pattern: '[A-Za-z0-9_\\-]+',
      title: 'Letters, digits, _ and -',
      maxlength: 128,
      autocapitalize: 'none',
      spellcheck: 'false',
    }),
    act: (data) => add(data.get('name')),
  });

export const askForGroup = (friends, create) =>
  ask({
    title: 'New group',
    action: 'Create',
    fields: [
      ...textField('Name', { maxlength: 60 }),
      h(
        'fieldset',
        {},
        h('legend', {}, 'Members'),
        ...friends.map(({ id }) =>
          h(
            'label',
            { class: 'choice' },
            avatar({ name: id, small: true }),
            id,
            h('input', { type: 'checkbox', name: 'members', value: id }),
          ),
        ),
      ),
    ],
    act: (data) => create(data.get('name').trim(), data.getAll('members')),
  });

/** A picture in full. */
export const showPicture = (src, alt) => {
  const close = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: () => dialog.close() },
    icon('close'),
  );
  const dialog = h('dialog', { class: 'viewer', 'aria-label': alt }, h('img', { src, alt }), close);
  open(dialog);
};

/** Something that went wrong and wants nothing but to be read. */
export const tell = (title, words) => {
  const close = h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, 'Close');
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'dialog-title' },
    h(
      'form',
      {},
      h('h2', { id: 'dialog-title' }, title),
      h('p', {}, words),
      h('div', { class: 'actions' }, close),
    ),
  );
  open(dialog);
};
