/** The line to write in. */
import { h, icon } from './dom.js';

const { Media, text } = rxim;

const pictures = (files) => [...files].filter(({ type }) => type.startsWith('image/'));

/** What was written and not sent stays with its chat. */
const drafts = new Map();

export const createComposer = ({ address, send, dropZone }) => {
  const sendFiles = (files) => {
    for (const file of pictures(files)) send({ media: Media.Image, file });
  };

  const field = h('textarea', {
    rows: 1,
    placeholder: 'Message',
    'aria-label': 'Message',
    maxlength: 4000,
    autocomplete: 'off',
    enterkeyhint: 'send',
  });
  const button = h('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send'));
  const picker = h('input', {
    type: 'file',
    accept: 'image/*',
    multiple: true,
    hidden: true,
    onchange: () => {
      sendFiles(picker.files);
      picker.value = '';
    },
  });
  const attach = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-label': 'Send pictures',
      title: 'Send pictures',
      onclick: () => picker.click(),
    },
    icon('image'),
  );

  const changed = () => {
    drafts.set(address, field.value);
    button.disabled = field.value.trim() === '';
    if (CSS.supports('field-sizing', 'content')) return;
    field.style.setProperty('height', 'auto');
    field.style.setProperty('height', `${field.scrollHeight + 2}px`);
  };
  const submit = (event) => {
    event.preventDefault();
    const words = field.value.trim();
    if (words === '') return;
    send(text(words));
    field.value = '';
    changed();
    field.focus();
  };
  field.addEventListener('input', changed);
  field.addEventListener('keydown', (event) => {
    // While letters are being composed, Enter chooses among them.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  field.addEventListener('paste', (event) => {
    const files = pictures(event.clipboardData?.files ?? []);
    if (files.length === 0) return;
    event.preventDefault();
    sendFiles(files);
  });

  dropZone.ondragover = (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    dropZone.classList.add('dropping');
  };
  dropZone.ondragleave = (event) => {
    if (!dropZone.contains(event.relatedTarget)) dropZone.classList.remove('dropping');
  };
  dropZone.ondrop = (event) => {
    event.preventDefault();
    dropZone.classList.remove('dropping');
    sendFiles(event.dataTransfer.files);
  };

  field.value = drafts.get(address) ?? '';
  changed();
  return {
    element: h('form', { class: 'composer', onsubmit: submit }, attach, picker, field, button),
    focus: () => field.focus(),
  };
};
