import { readFile } from 'node:fs/promises';
import { describeDocumentedInterface } from './support/documented-interface';
import { CALLBACK } from './support/sdk-page';

describeDocumentedInterface(
  'ML.im.js',
  {
    script: () => readFile('dist/ML.im.js', 'utf8'),
    options: ({ url, appId, clientKey }) => ({ server: url, appId, clientId: clientKey }),
    administrator: ({ url, appId, masterKey }) => ({ server: url, appId, masterKey }),
  },
  (tools) => {
    it('tells why a method was refused', async () => {
      await expect(tools.foo.call('sysToAll', { content: { media: 0, body: '' } })).rejects.toThrow(
        'not permitted',
      );
    });

    it('writes to strangers and guests too, which the guide leaves out', async () => {
      const stranger = await tools.enter({ userId: 'stranger' });
      const guest = await tools.enter({ passenger: { id: 'visitor' } });
      await tools.foo.say('toStranger', 'stranger', 'text', 'who are you?');
      expect(await stranger.heard('onMessage', 'who are you?')).toMatchObject({
        from: { id: 'foo', type: 4 },
      });
      await guest.say('toUser', 'foo', 'text', 'a question');
      expect(await tools.foo.heard('onMessage', 'a question')).toMatchObject({
        from: { id: 'visitor', type: 3 },
      });
      await tools.foo.say('toPassenger', 'visitor', 'text', 'an answer');
      expect(await guest.heard('onMessage', 'an answer')).toMatchObject({ from: { id: 'foo', type: 0 } });
    });

    it('takes several instances a page', async () => {
      const page = await tools.enter({ userId: 'foo' });
      const one = await page.page.evaluateHandle('im');
      const { url, appId, clientKey } = tools.server;
      await page.login({ server: url, appId, clientId: clientKey, userId: 'bar' });
      // The page's `im`, and ML.im itself, are bar's now; the other instance is still foo's.
      expect(await page.call('listFriends', 'bar', CALLBACK, false)).toEqual(['foo']);
      expect(
        await one.evaluate(
          (im) =>
            new Promise((resolve) =>
              (
                im as { listFriends(user: string, done: (error: unknown, ids: unknown) => void): void }
              ).listFriends('foo', (_error, ids) => resolve(ids)),
            ),
        ),
      ).toEqual(['bar']);
    });

    it('finds its server by region', async () => {
      const page = await tools.open();
      await page.page.evaluate(`ML.im.regions.cn = ${JSON.stringify(tools.server.url)}`);
      const { appId, clientKey } = tools.server;
      expect(await page.login({ appId, clientId: clientKey, userId: 'user1', region: 'cn' })).toEqual({
        success: true,
        id: 'user1',
      });
    });

    it('tells how much of a file has left', async () => {
      const percents = await tools.foo.page.evaluate(`new Promise((complete) => {
        const data = new FormData();
        data.append('attachment', new File(['x'.repeat(5_000_000)], 'a.mp3', { type: 'audio/mpeg' }));
        const percents = [];
        im.toFriend('bar').audio(data).ok().subscribe({
          next: ({ percent }) => percent === undefined || percents.push(percent),
          complete: () => complete(percents),
        });
      })`);
      expect((percents as number[]).at(-1)).toBe(100);
    });
  },
);
