import type { PushNotification } from '../ports/push-provider';
import type { Fitted } from './fit';

/** What service workers and webhooks get (PROTOCOL.md, "Notifications"). */
export const standardPayload = (
  { id, title, tag, count, sound, badge, contentAvailable }: PushNotification,
  { body, parrot, truncated }: Fitted,
) => ({
  id,
  title,
  body,
  tag,
  count,
  ...(sound !== undefined && { sound }),
  ...(badge !== undefined && { badge }),
  ...(contentAvailable && { contentAvailable }),
  ...(truncated && { truncated }),
  parrot,
});
