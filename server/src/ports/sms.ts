/** What carries login codes to phones. */
export interface SmsSender {
  /** Resolves when the message is on its way; rejects if it cannot be sent, and then the code is void. */
  send(message: CodeMessage): Promise<void>;
}

export interface CodeMessage {
  /** Id of the application that somebody logs in to. */
  readonly app: string;
  /** The number as digits, with `+` before it if it was given so. */
  readonly phone: string;
  /** Six digits. */
  readonly code: string;
}
