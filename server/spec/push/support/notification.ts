import { text } from 'rxim/protocol';
import type { PushNotification } from '../../../src/ports/push-provider';

/** A notification of a message that says `body`. */
export const notificationOf = (body: string, more: Partial<PushNotification> = {}): PushNotification => ({
  id: '7.1',
  user: 'bob',
  install: 'phone',
  title: 'alice',
  prefix: '',
  text: body,
  suffix: '',
  sound: 'default',
  contentAvailable: false,
  tag: 'u:alice|u:bob',
  count: 1,
  parrot: { from: { id: 'alice', type: 0 }, content: text(body), ts: 1, seq: 1 },
  ...more,
});
