import rxim = require('rxim');
import ml = require('rxim/ml');
import node = require('rxim/node');
import operators = require('rxim/operators');
import protocol = require('rxim/protocol');
import webpush = require('rxim/webpush');
import rximServer = require('rxim-server');
import testing = require('rxim-server/testing');

export const im: rxim.Im = rxim.createIm({
  server: 'http://localhost',
  appId: 'a',
  storage: node.fileStorage('data'),
});
export const facade: ml.MlIm = ml.ML.im({ appId: 'a', clientId: 'k', userId: 'u' }, () => undefined);
export const server: Promise<rximServer.RximServer> = rximServer.createServer({ port: 0 });
export const isText = ({ content }: protocol.Message): boolean => content.media === protocol.Media.Text;
export const others = [
  operators.retryBackoff,
  webpush.createWebPush,
  webpush.showPushes,
  testing.createFaultProxy,
  testing.createTestServer,
];
