import { Type, type TSchema } from '@sinclair/typebox';
import { OBJECT_ID, PAGE, USER_ID, type ChatRecord } from 'rxim/protocol';

/** Schemas check what comes and describe what goes; an answer's type is the protocol's, so that the two cannot drift. */
export const answer = <T>(schema: TSchema) => Type.Unsafe<T>(schema);

export const UserId = Type.String({
  pattern: USER_ID.source,
  expected: 'an id: 1 to 128 of A-Z a-z 0-9 _ -',
});
export const ObjectId = Type.String({ pattern: OBJECT_ID.source, expected: 'an id: 32 hexadecimal digits' });
export const InstallId = Type.String({
  minLength: 1,
  maxLength: 256,
  expected: 'an id of 1 to 256 characters',
});
const Time = Type.Integer({
  minimum: 0,
  description: 'Milliseconds since 1970',
  expected: 'milliseconds since 1970',
});

export const Ids = Type.Array(UserId);
export const Attributes = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Data of the application: at most 64 keys, 16 KiB, 8 levels',
  expected: 'an object',
});

export const UserParams = Type.Object({ user: UserId });
export const ObjectParams = Type.Object({ id: ObjectId });
export const GuestParams = Type.Object({ id: UserId });
export const MemberParams = Type.Object({ id: ObjectId, user: UserId });

export const AttributeName = Type.String({
  minLength: 1,
  maxLength: 128,
  expected: 'the name of an attribute',
});

/** A query parameter that says yes by being there: `?detail`. */
export const Flag = Type.Optional(
  Type.String({ description: 'There, and neither `false` nor `0`, for yes' }),
);
export const isSet = (flag: string | undefined): boolean =>
  flag !== undefined && flag !== 'false' && flag !== '0';

export const Detail = Type.Object({ detail: Flag });

const Skip = Type.Integer({ minimum: 0, default: 0, expected: 'a number of rows, 0 or more' });
const Limit = Type.Integer({
  minimum: 1,
  default: PAGE.usual,
  description: `At most ${PAGE.most} rows are given`,
  expected: 'a number of rows, 1 or more',
});
/** As many rows as are asked for, as are given at the most, or as are usual. */
export const rows = (limit: number | undefined): number => Math.min(limit ?? PAGE.usual, PAGE.most);

export const History = Type.Object({ ts: Type.Optional(Time), limit: Type.Optional(Limit) });
export const Paging = Type.Object({ detail: Flag, skip: Type.Optional(Skip), limit: Type.Optional(Limit) });

const SearchValue = Type.String({
  maxLength: 128,
  expected: 'a value of at most 128 characters, given once',
});
export const Search = Type.Object(
  {
    _sort: Type.Optional(
      Type.String({
        maxLength: 512,
        description: 'Attributes to sort by, with commas between; `-` descends',
      }),
    ),
    _skip: Type.Optional(Skip),
    _limit: Type.Optional(Limit),
  },
  {
    additionalProperties: SearchValue,
    description:
      'Any other parameter is an attribute that must have this value; several must all have theirs',
  },
);

export const Content = Type.Object({
  media: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2), Type.Literal(3)], {
    description: '0 text, 1 image, 2 audio, 3 video',
    expected: '0, 1, 2 or 3',
  }),
  body: Type.Union([Type.String(), Type.Array(Type.String())], {
    description: 'The text, or the URL of the attachment',
    expected: 'a string',
  }),
});

const Record = Type.Object({
  speaker: UserId,
  content: Content,
  ts: Time,
  remark: Type.Optional(Type.String()),
  seq: Type.Integer(),
  cid: Type.Optional(
    Type.String({ description: 'Of messages of the reader: the id under which they were sent' }),
  ),
});
export const Records = answer<readonly ChatRecord[]>(
  Type.Array(Record, { description: 'Chat records, oldest first' }),
);
export const Recent = Type.Optional(Record);
export const Online = Type.Boolean();
export { Time };

/** Answers without a body. */
export const Nothing = answer<undefined>(Type.Null({ description: 'Done' }));
export const Accepted = answer<undefined>(Type.Null({ description: 'On its way' }));
