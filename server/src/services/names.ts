import type { Attributes } from '../ports/store';

/** The name of a group or room is its attribute `name`; these read and write it. */
export const namedAs = (name: string | undefined): Attributes => (name === undefined ? {} : { name });

/** As a key that is absent where there is none. */
export const nameOf = ({ name }: Attributes & { readonly name?: unknown }): { readonly name?: string } =>
  typeof name === 'string' ? { name } : {};
