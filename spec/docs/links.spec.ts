import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const markdownIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const PAGES = [
  ...['.', 'docs', 'docs/guides', 'server'].flatMap(markdownIn),
  ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/README.md`),
].filter((page) => existsSync(join(ROOT, page)));

/** Text between fences is code: what looks like a link there is none. */
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```/gms, '');

/** As GitHub makes anchors of headings. */
const anchorsOf = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^\w+:/.test(link));

const leadsNowhere = (page: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
  if (target.startsWith('..') || !existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && !anchorsOf(target).includes(decodeURIComponent(anchor));
};

it.each(PAGES)('every link of %s within the project leads somewhere', (page) => {
  expect(linksOf(page).filter((link) => leadsNowhere(page, link))).toEqual([]);
});

it('reads both README files, which link to the same pages', () => {
  const pages = (page: string) =>
    [...new Set(linksOf(page))].filter((link) => !link.startsWith('README')).sort();
  expect(pages('README.md').length).toBeGreaterThan(10);
  expect(pages('README.zh-CN.md')).toEqual(pages('README.md'));
});
