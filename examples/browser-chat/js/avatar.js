import { h, icon } from './dom.js';

/** Everybody has a colour, which follows from the name. */
const hueOf = (name) => [...name].reduce((hue, letter) => (hue * 31 + letter.codePointAt(0)) % 360, 7);

/** `online`: whether it shows a dot, and which one. */
export const avatar = ({ name, group = false, small = false, online }) => {
  const element = h(
    'span',
    {
      class: ['avatar', group && 'group', small && 'small'].filter(Boolean).join(' '),
      'aria-hidden': 'true',
      'data-online': online?.toString(),
    },
    group ? icon('group') : ([...name][0] ?? '?').toUpperCase(),
  );
  element.style.setProperty('--hue', hueOf(name));
  return element;
};
