import { Media, contentGuard, type Content } from 'rxim/protocol';
import type { Limits } from '../limits';
import { invalid, tooLong } from './failure';

type SizeLimits = Pick<Limits, 'textSize' | 'remarkSize'>;

const checkBody = (body: string, left: number): number => {
  if (body === '') throw invalid('body expected not to be empty');
  const rest = left - Buffer.byteLength(body);
  if (rest < 0) throw tooLong('body is too long');
  return rest;
};

/** What a message carries, of the fields that there are and within the limits, out of whatever came. */
export const readContent = (value: unknown, { textSize }: SizeLimits): Content => {
  const mismatch = contentGuard(value);
  if (mismatch !== undefined) throw invalid(`content${mismatch}`);
  const { media, body } = value as Content;
  const parts = typeof body === 'string' ? [body] : body;
  if (parts.length === 0) throw invalid('body expected not to be empty');
  parts.reduce((left, part) => checkBody(part, left), textSize);
  return media === Media.Text ? { media, body } : { media, body };
};

export const readRemark = (value: unknown, { remarkSize }: SizeLimits): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalid('remark expected a string');
  if (Buffer.byteLength(value) > remarkSize) throw tooLong('remark is too long');
  return value;
};
