import type { Limits } from '../limits';
import type { Attributes, AttributeStore } from '../ports/store';
import { invalid, notFound, tooLong } from './failure';
import { checkJson } from './json-limits';

type AttributeLimits = Pick<Limits, 'attributesSize' | 'attributesKeys' | 'attributesDepth' | 'jsonKeys'>;

const MAX_NAME = 128;

/** Refuses what is too much for one object; a search index has a row for each attribute. */
export const checkAttributes = (attributes: Attributes, limits: AttributeLimits): void => {
  const { attributesSize, attributesKeys, attributesDepth, jsonKeys } = limits;
  const names = Object.keys(attributes);
  if (names.length > attributesKeys) throw tooLong(`attributes expected at most ${attributesKeys} keys`);
  if (names.includes('')) throw invalid('attributes expected names that are not empty');
  if (names.some((name) => name.length > MAX_NAME)) {
    throw tooLong(`attributes expected names of at most ${MAX_NAME} characters`);
  }
  checkJson(attributes, { depth: attributesDepth, keys: jsonKeys }, 'attributes');
  if (Buffer.byteLength(JSON.stringify(attributes)) > attributesSize) {
    throw tooLong(`attributes expected at most ${attributesSize} bytes`);
  }
};

/** A kind of objects that carry attributes. */
export interface Attributed extends AttributeStore {
  get(app: string, id: string): Promise<{ readonly attributes: Attributes } | undefined>;
}

/** Throws NotFound if there is no such object; `what` names its kind. */
export const attributesOf = async (
  objects: Attributed,
  app: string,
  id: string,
  what: string,
): Promise<Attributes> => {
  const found = await objects.get(app, id);
  if (found === undefined) throw notFound(what);
  return found.attributes;
};

/** Sets these and leaves the others; the limits hold for all of them together. */
export const mergeAttributes = async (
  objects: Attributed,
  app: string,
  id: string,
  attributes: Attributes,
  limits: AttributeLimits,
): Promise<void> => {
  const found = await objects.get(app, id);
  checkAttributes({ ...found?.attributes, ...attributes }, limits);
  await objects.mergeAttributes(app, id, attributes);
};
