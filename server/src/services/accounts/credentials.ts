import type { Limits } from '../../limits';
import { invalid, tooLong } from '../failure';

const NAME_LENGTH = 64;

/** Signs that are not seen, and spaces at the ends, would make two names look the same. */
const UNFIT = /[\p{C}]|^\s|\s$/u;

/** Characters as people count them, however the keyboard composed them. */
const lengthOf = (text: string): number => Array.from(text).length;

/** The name of an account in the one form that it is compared in: `Ａlice`, `ALICE` and `alice` are the same. */
export const readName = (value: unknown): string => {
  if (typeof value !== 'string') throw invalid('username expected a string');
  const name = value.normalize('NFKC').toLowerCase();
  if (name === '' || UNFIT.test(name)) throw invalid('username expected a name');
  if (lengthOf(name) > NAME_LENGTH) throw tooLong(`username expected at most ${NAME_LENGTH} characters`);
  return name;
};

/** A password that somebody chooses; `label` names it in messages. */
export const readNewPassword = (
  value: unknown,
  { passwordLeast, passwordMost }: Pick<Limits, 'passwordLeast' | 'passwordMost'>,
  label: string,
): string => {
  const password = readPassword(value, passwordMost, label);
  if (lengthOf(password) < passwordLeast)
    throw invalid(`${label} expected at least ${passwordLeast} characters`);
  return password;
};

/** A password that is to be compared, as it was chosen on another keyboard. */
export const readPassword = (value: unknown, most: number, label = 'password'): string => {
  if (typeof value !== 'string') throw invalid(`${label} expected a string`);
  const password = value.normalize('NFKC');
  if (lengthOf(password) > most) throw tooLong(`${label} expected at most ${most} characters`);
  return password;
};

/** A phone number in one form: digits, with `+` for the international prefix. */
export const readPhone = (value: unknown): string => {
  if (typeof value !== 'string') throw invalid('phone expected a string');
  const phone = value.replace(/[\s().-]/g, '').replace(/^00/, '+');
  if (!/^\+?\d{5,15}$/.test(phone)) throw invalid('phone expected a phone number');
  return phone;
};
