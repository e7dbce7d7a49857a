/** One line of a conversation. */
import { avatar } from './avatar.js';
import { h, icon, ring, unseen } from './dom.js';
import { showPicture } from './dialogs.js';
import { timeOf } from './time.js';

const { Media } = rxim;

/** Only what can be loaded: an address comes from somebody else. */
const safe = (url) => (/^(https?|blob):/.test(url) ? url : '');

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]])/;

const withLinks = (text) =>
  text
    .split(LINK)
    .filter(Boolean)
    .map((part) =>
      LINK.test(part) ? h('a', { href: part, target: '_blank', rel: 'noopener noreferrer' }, part) : part,
    );

const STATES = {
  sent: ['check', 'sent'],
  waiting: ['clock', 'waiting to be sent'],
  uploading: ['clock', 'being uploaded'],
  failed: ['alert', 'not sent'],
};

const meta = ({ ts, mine, state }) => {
  const [drawing, words] = STATES[state];
  const time = h('time', { datetime: new Date(ts).toISOString() }, timeOf(ts));
  return h(
    'span',
    { class: 'meta' },
    unseen(' at '),
    time,
    mine && icon(drawing),
    mine && unseen(`, ${words}`),
  );
};

const progress = ({ percent, discard }) => {
  const { element, show } = ring();
  show(percent);
  const bar = h('div', {
    class: 'visually-hidden',
    role: 'progressbar',
    'aria-label': 'Upload',
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': percent,
  });
  return h(
    'div',
    { class: 'progress' },
    bar,
    element,
    h('button', { type: 'button', onclick: discard }, 'Cancel'),
  );
};

/** The thumbnail is there at once, and the picture comes over it when it is about to be seen. */
const layersOf = ({ full, thumbnail, alt }) => {
  const img = h('img', {
    src: safe(full),
    alt,
    loading: 'lazy',
    decoding: 'async',
    onerror: () => img.replaceWith(h('span', { class: 'gone' }, 'No longer available')),
  });
  return thumbnail ? [h('img', { src: safe(thumbnail), alt: '', class: 'thumbnail' }), img] : [img];
};

/** `kept`: what a row keeps from one look to the next, so that a picture that is there does not load again. */
const picture = (row, preview, kept) => {
  const [full, thumbnail] = preview ? [preview] : [row.content.body].flat();
  const alt = row.mine ? 'Photo that you sent' : `Photo from ${row.speaker}`;
  kept.layers ??= layersOf({ full, thumbnail, alt });
  if (row.state === 'uploading')
    return [h('span', { class: 'picture-frame' }, ...kept.layers, progress(row))];
  const open = () => showPicture(safe(full), alt);
  return [h('button', { type: 'button', class: 'picture-frame', onclick: open }, ...kept.layers)];
};

const body = (row, preview, kept) => {
  const url = [row.content.body].flat()[0];
  switch (row.content.media) {
    case Media.Image:
      return picture(row, preview, kept);
    case Media.Audio:
      return [h('audio', { controls: true, preload: 'metadata', src: safe(url) })];
    case Media.Video:
      return [h('video', { controls: true, preload: 'metadata', src: safe(url) })];
    default:
      return [h('span', { class: 'words' }, ...withLinks(row.content.body))];
  }
};

const failure = ({ reason, retry, discard }) =>
  h(
    'div',
    { class: 'failure', role: 'alert' },
    icon('alert'),
    h('span', {}, `Not sent: ${reason}`),
    h('button', { type: 'button', class: 'link', onclick: retry }, 'Try again'),
    h('button', { type: 'button', class: 'link', onclick: discard }, 'Discard'),
  );

const message = (row, { group, previewOf }, kept) => {
  const { content, mine, speaker, state, follows } = row;
  const named = group && !mine;
  const preview = content.media === Media.Image ? previewOf(row.key) : undefined;
  return [
    named && !follows && avatar({ name: speaker }),
    named && !follows && h('span', { class: 'speaker', 'aria-hidden': 'true' }, speaker),
    h(
      'div',
      { class: content.media === Media.Image ? 'bubble picture' : 'bubble' },
      unseen(`${mine ? 'You' : speaker}: `),
      ...body(row, preview, kept),
      meta(row),
    ),
    state === 'failed' && failure(row),
  ].filter(Boolean);
};

const classOf = (row, { group }, fresh) =>
  row.type === 'note'
    ? `note${row.bare ? ' bare' : ''}`
    : [
        'message',
        row.mine && 'mine',
        row.follows && 'follows',
        group && 'in-group',
        row.state,
        fresh && 'fresh',
      ]
        .filter(Boolean)
        .join(' ');

/** Makes rows for `keyedList()`. `isFresh(row)`: it has just come. */
export const rowMaker = (options, isFresh) => (first) => {
  const fresh = isFresh(first);
  const element = h('li');
  const kept = {};
  let shown;
  const update = (row) => {
    // The same message in the same place looks the same.
    if (shown && shown.item === row.item && shown.follows === row.follows && shown.text === row.text) return;
    shown = row;
    element.className = classOf(row, options, fresh);
    element.replaceChildren(...(row.type === 'note' ? [row.text] : message(row, options, kept)));
  };
  update(first);
  return { element, update };
};
