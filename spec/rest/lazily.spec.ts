import { firstValueFrom, of, throwError } from 'rxjs';
import { lazily } from '../../src/rest/lazily';

describe('what is loaded with its first use', () => {
  it('fails like a request without an answer, and is loaded when somebody asks again', async () => {
    const load = jest
      .fn<Promise<{ answer: number }>, []>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
      .mockResolvedValue({ answer: 42 });
    const asked$ = lazily(load, ({ answer }) => of(answer));
    await expect(firstValueFrom(asked$)).rejects.toMatchObject({ name: 'NetworkError', retry: true });
    await expect(firstValueFrom(asked$)).resolves.toBe(42);
  });

  it('is not loaded before somebody asks, and what it fails with stays what it is', async () => {
    const load = jest.fn(() => Promise.resolve({}));
    const refused = new RangeError('too long');
    const asked$ = lazily(load, () => throwError(() => refused));
    expect(load).not.toHaveBeenCalled();
    await expect(firstValueFrom(asked$)).rejects.toBe(refused);
  });
});
