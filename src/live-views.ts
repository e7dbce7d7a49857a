import { filter, map } from 'rxjs';
import type { Connection } from './connection';
import { historyOf } from './history';
import type { Messaging } from './messaging';
import type { Rest } from './rest';
import { conversationsOf } from './rest/conversations';
import { createViews, type Views } from './views';

/** The parts of a client that its views look at. */
export interface LiveParts {
  readonly messaging: Pick<Messaging<unknown>, 'events' | 'heard$' | 'outbox' | 'report'>;
  readonly connection: Pick<Connection, 'state$' | 'send'>;
  readonly rest: Pick<Rest, 'request' | 'strangers' | 'passengers'> & {
    readonly friends: Pick<Rest['friends'], 'chats' | 'listDetailed'>;
    readonly groups: Pick<Rest['groups'], 'chats'>;
  };
  readonly grace: number | undefined;
}

/** The views of one client. Everything that only they need is here, so that it is loaded with them. */
export const createLiveViews = ({ messaging, connection, rest, grace }: LiveParts): Views =>
  createViews({
    events: messaging.events,
    heard$: messaging.heard$,
    outbox$: messaging.outbox.items$,
    session$: connection.state$.pipe(
      filter((state) => state.name === 'online'),
      map(({ session }) => session),
    ),
    history: (self, peer, page) => historyOf(rest, self, peer, page),
    conversations: ({ id }) => conversationsOf(rest.request, id),
    friends: ({ id }) => rest.friends.listDetailed(id),
    sendRead: (read) => connection.send('read', read),
    report: messaging.report,
    grace,
  });
