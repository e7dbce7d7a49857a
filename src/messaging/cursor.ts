import { SYNC_RANGE, type ConversationKey, type Cursor, type Position } from '../protocol';

/** A stretch of the sorted conversation keys: `after < key ≤ upTo`; without `upTo` to the end. */
export interface KeyRange {
  readonly after?: ConversationKey | undefined;
  readonly upTo?: ConversationKey | undefined;
}

/** How far this device has read each conversation. */
export class CursorMap extends Map<ConversationKey, Position> {
  /** Takes over what the server says. */
  merge(cursor: Cursor): void {
    for (const [conv, position] of Object.entries(cursor)) this.set(conv, position);
  }

  /** The positions within a range, as a request carries them. */
  within({ after, upTo }: KeyRange): Cursor {
    const cursor: Record<ConversationKey, Position> = {};
    for (const [conv, position] of this) {
      if ((after === undefined || conv > after) && (upTo === undefined || conv <= upTo))
        cursor[conv] = position;
    }
    return cursor;
  }

  /** All keys there may be, cut so that no range names more conversations than one request may. */
  ranges(): KeyRange[] {
    const keys = [...this.keys()].sort();
    const ranges: KeyRange[] = [];
    let after: ConversationKey | undefined;
    for (let end = SYNC_RANGE; end < keys.length; end += SYNC_RANGE) {
      const upTo = keys[end - 1];
      ranges.push({ after, upTo });
      after = upTo;
    }
    ranges.push({ after });
    return ranges;
  }

  /** The smallest range that holds `conv`: from the known conversation before it. */
  around(conv: ConversationKey): KeyRange {
    let after: ConversationKey | undefined;
    for (const key of this.keys()) {
      if (key < conv && (after === undefined || key > after)) after = key;
    }
    return { after, upTo: conv };
  }
}
