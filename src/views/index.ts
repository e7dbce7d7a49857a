/** Live derived state: what an application shows, right again after every reconnect. */
export type { Conversation, ConversationItem } from './conversation';
export type { ConversationSummary } from './conversations';
export { createViews, type ViewOptions, type Views } from './views';
export type { RosterEntry } from './roster';
export type { TimelineItem } from './timeline';
