/** For a script tag: the global `rxim`, with `rxim.rxjs` in it, so that a page without a bundler has its operators. */
export * from './index';
export * as operators from './operators';
export * as rxjs from 'rxjs';
export * as webpush from './webpush';
