/** The little that makes elements. Text only ever becomes text, so nothing that a message says can become markup. */

export const byId = (id) => document.getElementById(id);

/** An element: attributes, `on…` listeners, children (elements or text). `undefined` and `false` are left out. */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
};

const SVG = 'http://www.w3.org/2000/svg';

const svg = (tag, attributes, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** One of the drawings in index.html. */
export const icon = (name) =>
  svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `#icon-${name}` }));

/** A ring that fills. `show(percent)` */
export const ring = () => {
  const circle = () => svg('circle', { cx: '18', cy: '18', r: '15.9155' });
  const bar = circle();
  const element = svg('svg', { viewBox: '0 0 36 36', 'aria-hidden': 'true' }, circle(), bar);
  return { element, show: (percent) => bar.style.setProperty('--percent', percent) };
};

/** Sets what is not so already: text that is set again would be read out again. */
export const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/** Only for people who do not see the page. */
export const unseen = (text) => h('span', { class: 'visually-hidden' }, text);
