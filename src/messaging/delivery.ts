/**
 * What has become of a message, in this order: `queued` → `uploading` (files only) → `sending` → `sent`. A refusal, a
 * withdrawal or the end of its lifetime is an error notification.
 */
export type Delivery =
  /** Waiting for the connection, or behind others. */
  | { readonly state: 'queued'; readonly cid: string }
  /** Its file is on the way. `percent`: 0 to 100. */
  | { readonly state: 'uploading'; readonly cid: string; readonly percent: number }
  /** On the wire, not acknowledged yet; `attempt` counts its transmissions from 1. */
  | { readonly state: 'sending'; readonly cid: string; readonly attempt: number }
  /** On the server's disk. `ts` in milliseconds since 1970; a room message is not stored and has no `seq`. */
  | { readonly state: 'sent'; readonly cid: string; readonly ts: number; readonly seq?: number | undefined };
