/**
 * Decides who somebody is by what a third party says (login mode 4). `oauth` is what the client sent, unchecked. Resolves with
 * nothing if it does not convince; rejects if that could not be found out, and then the client may try again.
 */
export type OAuthVerifier = (
  app: string,
  oauth: Readonly<Record<string, unknown>>,
) => Promise<OAuthSubject | undefined>;

/** A user as a third party knows it. The same pair is the same account for ever. */
export interface OAuthSubject {
  /** Who says so: an issuer's URL, or any name. */
  readonly provider: string;
  /** The user's id there. */
  readonly subject: string;
}

/** Somebody who issues OpenID Connect id tokens, and to whom. */
export interface OpenIdProvider {
  /** As its tokens have it: `https://accounts.google.com`. */
  readonly issuer: string;
  /** The application's client ids there, usually one a platform. */
  readonly audience: string | readonly string[];
}
