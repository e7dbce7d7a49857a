import { Subject } from 'rxjs';
import { live } from '../../src/views/live';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('live()', () => {
  it('goes on for a while after the last subscriber has left, and not longer', () => {
    const source$ = new Subject<number>();
    source$.pipe(live(5_000)).subscribe().unsubscribe();

    jest.advanceTimersByTime(4_999);
    expect(source$.observed).toBe(true);
    jest.advanceTimersByTime(1);
    expect(source$.observed).toBe(false);
  });

  it.each([
    ['is subscribed to', false],
    ['is in its grace', true],
  ])('leaves no timer when its client is closed while it %s', (_, leaves) => {
    const source$ = new Subject<number>();
    const subscription = source$.pipe(live(5_000)).subscribe();
    if (leaves) subscription.unsubscribe();

    source$.complete();

    expect(jest.getTimerCount()).toBe(0);
  });
});
