import type { Static } from '@sinclair/typebox';
import type { Search as SearchOfStore } from '../ports/store';
import { invalid } from '../services/failure';
import { rows, type Search } from './schemas';

/** A search as its query tells it: parameters that begin with `_` shape it, all others are attributes. */
export const searchOf = (query: Static<typeof Search>): SearchOfStore => {
  const { _sort = '', _skip: skip = 0, _limit, ...where } = query;
  const unknown = Object.keys(where).find((name) => name.startsWith('_'));
  if (unknown !== undefined) throw invalid(`querystring expected _sort, _skip or _limit, got ${unknown}`);
  const sort = _sort.split(',').filter((name) => name.replace('-', '') !== '');
  return { where, sort, skip, limit: rows(_limit) };
};
