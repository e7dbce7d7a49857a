import { lazily } from './lazily';
import type { pages } from './pages';

/** `pages`, whose code is loaded when the first of them are asked for as a stream. */
export const paged: typeof pages = (options, load) =>
  lazily(
    () => import('./pages'),
    ({ pages }) => pages(options, load),
  );
