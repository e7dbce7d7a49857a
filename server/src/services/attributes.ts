import type { Limits } from '../limits';
import type { Attributes } from '../ports/store';
import { invalid, tooLong } from './failure';
import { checkJson } from './json-limits';

/** Refuses attributes of one object that are too many, too deep or too large. */
export const checkAttributes = (
  attributes: Attributes,
  { attributesKeys, attributesDepth, attributesSize, jsonKeys }: Limits,
): void => {
  if (Object.keys(attributes).length > attributesKeys)
    throw invalid(`attributes expected at most ${attributesKeys} keys`);
  checkJson(attributes, { depth: attributesDepth, keys: jsonKeys }, 'attributes');
  if (Buffer.byteLength(JSON.stringify(attributes)) > attributesSize)
    throw tooLong('attributes are too large');
};
