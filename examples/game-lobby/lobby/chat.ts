import { filter, map, type Observable } from 'rxjs';
import { inRoom, room, text } from 'rxim';
import { isObject } from './is-object';
import type { LobbyIm } from './rooms';
import { parsed } from './wire';

/** Something that was said at a table. */
export interface Saying {
  readonly by: string;
  readonly words: string;
}

/** What the others in a room say from now on. Room messages are not stored: who comes later has not heard it. */
export const said = (im: LobbyIm, id: string): Observable<Saying> =>
  im.message$.pipe(
    inRoom(id),
    map(({ from, content }) => ({ by: from.id, value: parsed(content.body) })),
    map(({ by, value }) =>
      isObject(value) && value['type'] === 'say' && typeof value['words'] === 'string'
        ? { by, words: value['words'] }
        : undefined,
    ),
    filter((saying) => saying !== undefined),
  );

/** Says something in a room. Cold; completes when it is on its way to the others, fails if nobody can know that it is. */
export const say = (im: LobbyIm, id: string, words: string): Observable<unknown> =>
  im.send({ to: room(id), content: text(JSON.stringify({ type: 'say', words })) });
