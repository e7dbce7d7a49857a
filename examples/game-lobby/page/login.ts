import { byId } from './dom';

/** A tab has a player of its own, so that two tabs can play each other. */
const KEPT = 'rxim-lobby-name';

/** The name in the address (`?user=ada`), or the one that was given before a reload. */
export const rememberedName = (): string | undefined => {
  const url = new URL(location.href);
  const named = url.searchParams.get('user');
  if (named === null) return sessionStorage.getItem(KEPT) ?? undefined;
  url.searchParams.delete('user');
  history.replaceState(null, '', url);
  return named;
};

export const rememberName = (name: string): void => sessionStorage.setItem(KEPT, name);
export const forgetName = (): void => sessionStorage.removeItem(KEPT);

/** Asks for a name. `problem`: why the last one was not taken. */
export const askForName = (enter: (name: string) => void, name = '', problem = ''): void => {
  const login = byId('login');
  const form = login.querySelector('form');
  const field = login.querySelector('input');
  if (!form || !field) throw new Error('index.html has no form to log in');
  byId('login-error').textContent = problem;
  form.onsubmit = (event) => {
    event.preventDefault();
    login.hidden = true;
    enter(field.value);
  };
  login.hidden = false;
  field.value = name;
  field.focus();
};
