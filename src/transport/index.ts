export type { Socket, SocketHandlers, WebSocketConstructor, WebSocketLike } from './socket';
export { openSocket } from './websocket';
