import { h, icon } from './dom.js';

/** Everybody has a colour, which follows from the name. */
const hueOf = (name) => [...name].reduce((hue, letter) => (hue * 31 + letter.codePointAt(0)) % 360, 7);

/** Shows a dot, unless it is not known whether somebody is there. */
export const showPresence = (face, online) => {
  if (online === undefined) delete face.dataset.online;
  else face.dataset.online = online;
};

export const avatar = ({ name, group = false, small = false, online }) => {
  const face = h(
    'span',
    {
      class: ['avatar', group && 'group', small && 'small'].filter(Boolean).join(' '),
      'aria-hidden': 'true',
    },
    group ? icon('group') : ([...name][0] ?? '?').toUpperCase(),
  );
  face.style.setProperty('--hue', hueOf(name));
  showPresence(face, online);
  return face;
};
