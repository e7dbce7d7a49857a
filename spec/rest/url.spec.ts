import { urlOf } from '../../src/rest/url';

describe('an address of the REST interface', () => {
  it.each([
    [urlOf('http://im.test', ['ctx', 'alice']), 'http://im.test/ctx/alice'],
    [urlOf('http://im.test/', ['ctx']), 'http://im.test/ctx'],
    [urlOf('https://im.test/v1//', ['ctx']), 'https://im.test/v1/ctx'],
    [urlOf('http://im.test', ['ctx', 'a/b?c#d', '頭']), 'http://im.test/ctx/a%2Fb%3Fc%23d/%E9%A0%AD'],
    [urlOf('http://im.test', ['ctx'], { detail: true }), 'http://im.test/ctx?detail'],
    [
      urlOf('http://im.test', ['ctx'], { city: 'a&b', _sort: undefined, _skip: 0, _limit: 5 }),
      'http://im.test/ctx?city=a%26b&_skip=0&_limit=5',
    ],
  ])('is %s', (built, expected) => {
    expect(built).toBe(expected);
  });

  it.each(['', '.', '..'])('refuses %j as an id, which would lead to another path', (id) => {
    expect(() => urlOf('http://im.test', ['ctx', id, 'friends'])).toThrow(`${JSON.stringify(id)} is no id`);
  });
});
