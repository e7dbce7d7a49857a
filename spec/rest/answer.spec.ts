import { isImError } from '../../src/errors';
import { readAnswer } from '../../src/rest/answer';

const read = (status: number, text: string, retryAfter: string | null = null): unknown =>
  readAnswer({ status, text, retryAfter }, 'GET /x');

const failure = (...args: Parameters<typeof read>) => {
  try {
    read(...args);
  } catch (error) {
    if (isImError(error)) return error;
  }
  throw new Error('nothing was thrown');
};

describe('an answer of the REST interface', () => {
  it.each([
    [200, '["a"]', ['a']],
    [201, '"7c9f"', '7c9f'],
    [201, '', undefined],
    [204, '', undefined],
  ])('with status %i and body %j is %j', (status, text, value) => {
    expect(read(status, text)).toEqual(value);
  });

  it('with an error carries code, message and status', () => {
    expect(failure(404, '{"errorCode":5004,"errorMessage":"no such group"}')).toMatchObject({
      name: 'RefusedError',
      code: 5004,
      message: 'no such group',
      status: 404,
      retry: false,
    });
  });

  it.each([
    [400, 5001, false],
    [401, 5003, false],
    [404, 5004, false],
    [405, 5009, false],
    [408, 5014, true],
    [413, 5010, false],
    [429, 5013, true],
    [502, 5014, true],
  ])('with status %i from something else than the server is error %i, retry %j', (status, code, retry) => {
    expect(failure(status, '<html>')).toMatchObject({ code, status, retry });
    expect(failure(status, 'null')).toMatchObject({ code, status, retry });
  });

  it('that should be JSON and is not is an error', () => {
    expect(failure(200, '<html>log in to this hotel</html>')).toMatchObject({
      code: 'protocol',
      status: 200,
    });
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('with Retry-After %j asks for %j milliseconds', (header, delay) => {
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    try {
      expect(failure(429, '', header).retryAfter).toBe(delay);
    } finally {
      jest.useRealTimers();
    }
  });
});
