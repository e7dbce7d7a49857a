/**
 * The global object, also in a WebView that is too old to call it `globalThis`. What else is in the bundle does call it so,
 * and is therefore imported after this.
 */
export const realm = (typeof self !== 'undefined' ? self : window) as {
  globalThis: object;
  ML?: object;
};
if (typeof globalThis === 'undefined') realm.globalThis = realm;
