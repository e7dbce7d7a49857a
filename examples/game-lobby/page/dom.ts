/** The little that makes elements. Text only ever becomes text, so nothing that somebody says can become markup. */

type Child = Node | string | undefined | false;
type Attribute = string | boolean | undefined | ((event: Event) => void);

export const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
};

/** An element: attributes, `on…` listeners, children (elements or text). `undefined` and `false` are left out. */
export const h = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else setAttribute(element, name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
};

/** `undefined` and `false` take it away. */
export const setAttribute = (element: Element, name: string, value: string | boolean | undefined): void => {
  if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
};

/** Sets what is not so already: text that is set again would be read out again. */
export const setText = (element: Element, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};

export const button = (name: string, text: string, onclick: () => void): HTMLButtonElement =>
  h('button', { type: 'button', class: name, onclick }, text);

/** Everybody has a colour, which follows from the name. */
export const face = (name: string): HTMLElement => {
  const element = h('span', { class: 'face', 'aria-hidden': 'true' }, name.charAt(0).toUpperCase());
  const hue = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  element.style.setProperty('--hue', String(hue));
  return element;
};
