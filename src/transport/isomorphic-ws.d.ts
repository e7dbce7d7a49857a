import type { WebSocketConstructor } from './socket';

/** isomorphic-ws as a browser sees it, so that the client compiles without the types of Node. */
declare const WebSocket: WebSocketConstructor;
export default WebSocket;
