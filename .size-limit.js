// What a web page loads. Live views, paging and uploads are loaded with their first use, and counted apart.
const entry = {
  path: 'dist/index.js',
  import: '{ createIm }',
  gzip: true,
};
const PLATFORM = ['ws', 'isomorphic-ws'];
const LAZY = ['./live-views-*', './pages-*', './upload-*'];

export default [
  {
    ...entry,
    name: 'createIm and all it needs, without rxjs; live views, paging and uploads load when first used',
    ignore: [...PLATFORM, ...LAZY],
    limit: '13.5 KB',
  },
  {
    ...entry,
    name: 'the same with rxjs',
    ignore: [...PLATFORM, ...LAZY],
    // A peer dependency counts only if it is not external.
    modifyEsbuildConfig: ({ external, ...config }) => ({
      ...config,
      external: external.filter((name) => name !== 'rxjs'),
    }),
    limit: '22.3 KB',
  },
  {
    ...entry,
    name: 'without rxjs, with all of it',
    ignore: PLATFORM,
    limit: '17.9 KB',
  },
];
