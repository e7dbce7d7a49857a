import { readFile } from 'node:fs/promises';
import { describeDocumentedInterface } from './support/documented-interface';
import { PICTURE } from './support/sdk-page';

/**
 * The SDK as npm has had it since 2016, not a byte changed, with its Socket.IO client of 2015 and its address of the server: the
 * browser is told that this is where ours listens.
 */
describeDocumentedInterface(
  'maxleap-im 3.0.17',
  {
    script: () => readFile(require.resolve('maxleap-im/dist/ML.im.js'), 'utf8'),
    server: { legacy: true },
    options: ({ appId, clientKey }) => ({ appId, clientId: clientKey }),
    // It knows no empty answers.
    nothing: {},
    besides: ['mediaUrl', 'send'],
  },
  (tools) => {
    it('sends what was uploaded before, by mediaUrl().send()', async () => {
      const bar = await tools.enter({ userId: 'bar' });
      const [url] = (await tools.foo.call('attachment', PICTURE)) as string[];
      await tools.foo.page.evaluate(`im.toFriend('bar').mediaUrl({ media: 1, body: '${url}' }).send()`);
      expect(await bar.heard('onMessage', url!)).toMatchObject({
        from: { id: 'foo', type: 0 },
        content: { media: 1, body: url },
      });
    });

    it('gets errors as the text of the answer', async () => {
      await expect(tools.foo.call('getRoom', '0'.repeat(32))).rejects.toThrow('"errorCode":5004');
    });
  },
);
