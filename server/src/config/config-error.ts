/** The server was told something that it cannot make sense of; the message says what, in one line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
