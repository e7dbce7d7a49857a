import { Injectable, signal } from '@angular/core';

/** A tab has a user of its own, so that two tabs can talk to each other. */
const KEPT = 'rxim-angular-chat-user';

/** What a user can be called; also the pattern of fields that ask for a name. */
export const NAME = '[A-Za-z0-9_\\-]{1,128}';

export const isName = (name: string): boolean => new RegExp(`^${NAME}$`).test(name);

/** The name in the address (`?user=alice`), or the one that was logged in before a reload. */
const rememberedUser = (): string => {
  const url = new URL(location.href);
  const named = url.searchParams.get('user');
  if (named === null) return sessionStorage.getItem(KEPT) ?? '';
  url.searchParams.delete('user');
  history.replaceState(null, '', url);
  sessionStorage.setItem(KEPT, named);
  return named;
};

/** Who is logged in, in this window. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #user = signal(rememberedUser());
  /** Empty: nobody. */
  readonly user = this.#user.asReadonly();

  enter(user: string): void {
    sessionStorage.setItem(KEPT, user);
    this.#user.set(user);
  }

  leave(): void {
    sessionStorage.removeItem(KEPT);
    this.#user.set('');
  }
}
