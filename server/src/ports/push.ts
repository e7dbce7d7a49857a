import type { DeadPush, Installation, PushAddress, PushPlatform, PushShape } from 'rxim/protocol';
import type { StoredMessage } from './messages';

/** Installations of users, and where notifications for them go. */
export interface InstallationStore {
  /**
   * Binds an installation to a user, with its address. It belongs to nobody else from then on, and no other installation
   * has this address.
   */
  register(app: string, user: string, installation: NewInstallation): Promise<Installation>;
  list(app: string, user: string): Promise<readonly Installation[]>;
  /** Idempotent. */
  remove(app: string, user: string, id: string): Promise<void>;
  /** All of a user's but `kept`. */
  removeAll(app: string, user: string, kept?: string): Promise<void>;
  /** Forgets an address that the provider says is gone, unless the installation has another one by now. */
  gone(app: string, id: string, address: PushAddress): Promise<void>;
  /** Forgets addresses that have expired. */
  prune(): Promise<number>;
}

export interface NewInstallation {
  readonly id: string;
  readonly address: PushAddress;
  readonly language?: string | undefined;
  readonly expires?: number | undefined;
}

/**
 * Notifications that wait to be sent. They are put here by `MessageStore.append`, in the transaction that stores the message. Of
 * one conversation at most one waits for an installation: that of the last message, which counts the others.
 */
export interface PushQueue {
  /** By whom there is something to be sent now. */
  due(): Promise<readonly PushPlatform[]>;
  /**
   * Takes what is due, and hides it from everybody else for `lease` milliseconds. What became pointless is dropped: its message
   * was wiped, or the installation is another user's by now.
   */
  claim(platform: PushPlatform, limit: number, lease: number): Promise<readonly PushJob[]>;
  /** Sent, or not to be sent: forgotten. */
  finish(ids: readonly number[]): Promise<void>;
  /** Gives back what is to be looked at again later. */
  giveBack(jobs: readonly GivenBack[]): Promise<void>;
  /** Gives up; what was given up can be seen, and sent after all. */
  bury(id: number, error: string): Promise<void>;
  /** Those that were given up, the latest first. */
  dead(app: string, limit: number): Promise<readonly DeadPush[]>;
  /** Sends one that was given up, from the first try on; `false` if there is none. */
  revive(app: string, id: string): Promise<boolean>;
  /** Forgets those that were given up before a time. */
  prune(before: number): Promise<number>;
}

export interface GivenBack {
  readonly id: number;
  /** When to look again. */
  readonly due: number;
  /** How often it was tried by now. */
  readonly tries: number;
  readonly error?: string | undefined;
}

/** One notification that is to be sent now. */
export interface PushJob {
  readonly id: number;
  readonly app: string;
  readonly user: string;
  readonly install: string;
  readonly address: PushAddress;
  readonly language: string | undefined;
  readonly message: StoredMessage;
  /** Messages that it speaks for. */
  readonly count: number;
  /** How often it was tried before. */
  readonly tries: number;
  readonly shape: PushShape;
  /** The user has read the message. */
  readonly read: boolean;
  /** Attribute `name` of who wrote, and of the group. */
  readonly senderName: string | undefined;
  readonly groupName: string | undefined;
}
