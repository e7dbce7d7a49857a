/** What `isPlatformServer()` of @angular/common says; one word is no reason for another dependency. */
export const onServer = (platformId: unknown): boolean => platformId === 'server';
