import { createIm, type Im } from 'rxim';
import { ML, type MlIm } from 'rxim/ml';
import { fileStorage } from 'rxim/node';
import { retryBackoff } from 'rxim/operators';
import { createWebPush, showPushes } from 'rxim/webpush';
import { Media, type Message } from 'rxim/protocol';
import { createServer, type RximServer } from 'rxim-server';
import { createFaultProxy, createTestServer } from 'rxim-server/testing';

export const im: Im = createIm({ server: 'http://localhost', appId: 'a', storage: fileStorage('data') });
export const facade: MlIm = ML.im({ appId: 'a', clientId: 'k', userId: 'u' }, () => undefined);
export const server: Promise<RximServer> = createServer({ port: 0 });
export const isText = ({ content }: Message): boolean => content.media === Media.Text;
export const others = { retryBackoff, createWebPush, showPushes, createFaultProxy, createTestServer };
