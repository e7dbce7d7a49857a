const { createIm } = require('rxim');
const { fileStorage } = require('rxim/node');
const { retryBackoff } = require('rxim/operators');
const { Media } = require('rxim/protocol');
const { ML } = require('rxim/ml');
const { createServer } = require('rxim-server');
const { createTestServer } = require('rxim-server/testing');
const { firstValueFrom } = require('rxjs');

for (const part of [fileStorage, retryBackoff, ML.im, createServer]) {
  if (typeof part !== 'function') throw new TypeError('An import is missing');
}

const main = async () => {
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
};
main();
