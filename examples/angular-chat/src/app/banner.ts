import { Component } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import type { ConnectionState } from 'rxim';
import { injectIm } from 'rxim/angular';
import { concat, map, type Observable, of, switchMap, timer } from 'rxjs';
import { wordsFor } from './words';

interface Line {
  readonly words?: string;
  readonly seconds?: number;
  /** What the button says that connects. */
  readonly button?: string;
  readonly good?: boolean;
}

const NOTHING: Line = {};

/** What is over in a moment is not worth a line. */
const soon = (words: string): Observable<Line> => timer(400).pipe(map(() => ({ words })));

const lineFor = (state: ConnectionState): Observable<Line> => {
  switch (state.name) {
    case 'waiting':
      return timer(0, 250).pipe(
        map(() => ({
          words: navigator.onLine ? 'No connection.' : 'You are offline.',
          seconds: Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000)),
          button: 'Try now',
        })),
      );
    case 'connecting':
    case 'authenticating':
      return soon(state.attempt > 1 ? 'Reconnecting' : 'Connecting');
    case 'syncing':
      return soon('Fetching what you missed');
    case 'online':
      if (state.session.epoch === 1) return of(NOTHING);
      return concat(
        of({ words: 'Connected again, everything is synced', good: true }),
        timer(2_000).pipe(map(() => NOTHING)),
      );
    case 'stopped':
      return of({ words: wordsFor(state.cause), button: 'Connect again' });
    default:
      return of(NOTHING);
  }
};

/** How the connection is, while there is something to tell. */
@Component({
  selector: 'chat-banner',
  template: `<div
    id="banner"
    class="banner"
    role="status"
    [hidden]="!line().words"
    [class.good]="line().good"
  >
    @if (line().words; as words) {
      @if (!line().good) {
        <span class="pulse" aria-hidden="true"></span>
      }
      <span>{{ words }}</span>
    }
    @if (line().seconds !== undefined) {
      <!-- For the eye only: nobody wants to hear each second. -->
      <span aria-hidden="true">{{
        line().seconds ? 'Retrying in ' + line().seconds + ' s' : 'Retrying'
      }}</span>
    }
    @if (line().button; as button) {
      <button type="button" (click)="im.connect()">{{ button }}</button>
    }
  </div>`,
})
export class Banner {
  protected readonly im = injectIm();
  protected readonly line = toSignal(this.im.state$.pipe(switchMap(lineFor)), { initialValue: NOTHING });
}
