import type { Server as HttpServer } from 'node:http';
import { PATH } from 'rxim/protocol';
import { Server } from 'socket.io';
import type { Config } from '../services/context';
import type { OriginPolicy } from '../services/origin';
import type { Admission } from './admission';
import { hostOf } from './connection';
import { keepNoRooms } from './roomless';
import { forgetUpgradeResponses } from './upgrade-response';

export interface SocketServerOptions {
  readonly http: HttpServer;
  readonly config: Config;
  readonly originAllowed: OriginPolicy;
  readonly admission: Admission;
}

/** Socket.IO on the server's port, for today's clients and for those of 2016. */
export const createSocketServer = ({
  http,
  config,
  originAllowed,
  admission,
}: SocketServerOptions): Server => {
  const io = new Server(http, {
    path: PATH,
    allowEIO3: true,
    serveClient: false,
    // Compression would cost memory for every connection, and tell secrets by sizes.
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: config.limits.frameSize,
    connectTimeout: config.limits.loginTimeout,
    allowRequest: (request, callback) => {
      const refusal = admission.refusal(request);
      callback(refusal, refusal === undefined);
    },
    cors: (request, callback) => {
      const { origin } = request.headers;
      callback(null, {
        origin: origin !== undefined && originAllowed(origin, hostOf(request, config.trustProxy)),
      });
    },
  });
  keepNoRooms(io);
  forgetUpgradeResponses(http, io);
  io.use((socket, next) => {
    // Clients of 2016 enter the main namespace before any other; there is nothing in it.
    if (socket.conn.protocol === 3) next();
    else next(new Error('no such namespace'));
  });
  return io;
};
