/** rxim for Angular: the client by injection, what it knows as signals. No decorators, so no compiler is needed. */
export { withConnect, withErrorHandler, type ImFeature } from './features';
export { injectConversation, type ConversationRef } from './inject-conversation';
export { injectIm } from './inject-im';
export { provideIm } from './provide-im';
export { injectConversations, injectImState, injectOutbox, injectRoster } from './signals';
