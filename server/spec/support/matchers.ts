/** Asymmetric matchers that are no `any`. */
export const aNumber: unknown = expect.any(Number);
export const aString: unknown = expect.any(String);
