import { createIm } from 'rxim';
import { fileStorage } from 'rxim/node';
import { retryBackoff } from 'rxim/operators';
import { Media } from 'rxim/protocol';
import { ML } from 'rxim/ml';
import { createServer } from 'rxim-server';
import { createTestServer } from 'rxim-server/testing';
import { firstValueFrom } from 'rxjs';

for (const part of [fileStorage, retryBackoff, ML.im, createServer]) {
  if (typeof part !== 'function') throw new TypeError('An import is missing');
}
const server = await createTestServer();
const alice = createIm(server.clientOptions('alice'));
const bob = createIm(server.clientOptions('bob'));
await Promise.all([alice, bob].map((im) => firstValueFrom(im.connect().pipe(retryBackoff()))));
const heard = firstValueFrom(bob.message$);
alice.toStranger('bob').text('hello').ok();
const { content } = await heard;
console.log(content.media === Media.Text ? content.body : 'what?');
await Promise.all([alice.close(), bob.close()]);
await server.close();
