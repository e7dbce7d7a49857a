import { pushShapeGuard, type PushShape } from 'rxim/protocol';
import { invalid, tooLong } from '../failure';

/** Characters of each text: beside the message they must leave room within 4 KB. */
const MOST = { sound: 128, prefix: 256, suffix: 256, overwrite: 4096 } as const;

/** The shape of a notification, of the fields that there are, out of whatever came. */
export const readShape = (value: unknown): PushShape | undefined => {
  if (value === undefined) return undefined;
  const mismatch = pushShapeGuard(value);
  if (mismatch !== undefined) throw invalid(`push${mismatch}`);
  const { enable, sound, badge, prefix, suffix, overwrite, contentAvailable } = value as PushShape;
  for (const [name, most] of Object.entries(MOST)) {
    const text = (value as Partial<Record<string, string>>)[name];
    if (text !== undefined && text.length > most) throw tooLong(`push.${name} is too long`);
  }
  return {
    ...(enable !== undefined && { enable }),
    ...(sound !== undefined && { sound }),
    ...(badge !== undefined && { badge }),
    ...(prefix !== undefined && { prefix }),
    ...(suffix !== undefined && { suffix }),
    ...(overwrite !== undefined && { overwrite }),
    ...(contentAvailable !== undefined && { contentAvailable }),
  };
};
