import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
h2 { margin: 2rem 0 .5rem; text-transform: capitalize; }
details { border-top: 1px solid #8884; padding: .5rem 0; }
summary { cursor: pointer; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
summary code { display: inline-block; min-width: 24rem; }
b { display: inline-block; min-width: 4rem; }
pre { background: #8881; overflow: auto; padding: .5rem; }
h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
`;

/** Text reaches the page as text nodes only, so nothing of the description can become markup. */
const SCRIPT = `
const el = (name, ...children) => { const e = document.createElement(name); e.append(...children); return e; };
const json = (value) => el('pre', JSON.stringify(value, null, 2));
const section = (title, value) => value === undefined ? [] : [el('h3', title), json(value)];
const schemaOf = ({ content }) => content && Object.values(content)[0].schema;
const operation = (method, path, o) => {
  const parameters = (o.parameters || []).map(({ name, in: where, required, schema }) => ({ name, in: where, required, schema }));
  const answers = Object.entries(o.responses || {}).flatMap(([status, r]) => [
    el('h3', status + ' ' + (r.description || '')), ...(schemaOf(r) ? [json(schemaOf(r))] : [])]);
  return el('details', el('summary', el('b', method.toUpperCase()), el('code', path), ' ' + (o.summary || '')),
    ...(o.description ? [el('p', o.description)] : []),
    ...section('Parameters', parameters.length ? parameters : undefined),
    ...section('Body', o.requestBody && schemaOf(o.requestBody)), ...answers);
};
const show = ({ info, paths }) => {
  const groups = new Map();
  for (const [path, methods] of Object.entries(paths)) for (const [method, o] of Object.entries(methods)) {
    const tag = (o.tags || ['other'])[0];
    groups.set(tag, [...(groups.get(tag) || []), operation(method, path, o)]);
  }
  const main = document.querySelector('main');
  main.replaceChildren(el('h1', info.title), el('p', info.description));
  for (const [tag, operations] of groups) main.append(el('h2', tag), ...operations);
};
fetch('openapi.json').then((answer) => answer.json()).then(show, (error) => {
  document.querySelector('main').textContent = 'The description could not be loaded: ' + error;
});
`;

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only what is on the page itself runs, and it may fetch from this server only. */
export const DOCS_POLICY = [
  "default-src 'none'",
  `script-src ${sourceOf(SCRIPT)}`,
  `style-src ${sourceOf(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Renders /openapi.json; loads nothing else. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>rxim-server: REST</title>
<style>${STYLE}</style>
</head>
<body>
<main>Loading …</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
