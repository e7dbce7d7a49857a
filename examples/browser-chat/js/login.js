import { people } from '../config.js';
import { byId, h } from './dom.js';

/** A tab has a user of its own, so that two tabs can talk to each other. */
const KEPT = 'rxim-chat-user';

/** The name in the address (`?user=alice`), or the one that was logged in before a reload. */
export const rememberedUser = () => {
  const url = new URL(location.href);
  const named = url.searchParams.get('user');
  if (named === null) return sessionStorage.getItem(KEPT) ?? undefined;
  url.searchParams.delete('user');
  history.replaceState(null, '', url);
  return named;
};

export const rememberUser = (name) => sessionStorage.setItem(KEPT, name);
export const forgetUser = () => sessionStorage.removeItem(KEPT);

/** Shows the login; `enter(name)` is called at every try. */
export const showLogin = (enter, { name = '', problem = '' } = {}) => {
  const login = byId('login');
  const form = login.querySelector('form');
  const field = form.elements.namedItem('name');
  byId('login-error').textContent = problem;
  const suggestions = people.map((person) =>
    h('button', { type: 'button', class: 'link', onclick: () => enter(person) }, person),
  );
  byId('login-people').replaceChildren('or as', ...suggestions);
  byId('login-people').hidden = people.length === 0;
  form.onsubmit = (event) => {
    event.preventDefault();
    enter(field.value);
  };
  login.hidden = false;
  field.value = name;
  field.focus();
};

export const hideLogin = () => {
  byId('login').hidden = true;
};
