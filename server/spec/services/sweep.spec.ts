import { pino } from 'pino';
import { startSweeping } from '../../src/services/sweep';

const HOUR = 60 * 60 * 1000;
const log = pino({ level: 'silent' });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('sweeping', () => {
  it('happens again and again, an interval after the one before has ended', async () => {
    const sweep = jest.fn(() => Promise.resolve());
    const sweeping = startSweeping([sweep], HOUR, log);
    expect(sweep).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(sweep).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(sweep).toHaveBeenCalledTimes(3);
    await sweeping.stop();
  });

  it('goes on though one sweep fails', async () => {
    const other = jest.fn(() => Promise.resolve());
    const sweeping = startSweeping([() => Promise.reject(new Error('disk')), other], HOUR, log);
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(other).toHaveBeenCalledTimes(2);
    await sweeping.stop();
  });

  it('stops: what is under way is told and waited for, and nothing comes after it', async () => {
    let end = (): void => undefined;
    let told: AbortSignal | undefined;
    const slow = (signal: AbortSignal): Promise<void> => {
      told = signal;
      return new Promise((resolve) => (end = resolve));
    };
    const other = jest.fn(() => Promise.resolve());
    const sweeping = startSweeping([slow, other], HOUR, log);
    await jest.advanceTimersByTimeAsync(HOUR);
    const stopped = jest.fn();
    const stopping = sweeping.stop().then(stopped);
    expect(told?.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(10 * HOUR);
    expect(stopped).not.toHaveBeenCalled();
    end();
    await stopping;
    expect(other).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});
