// Serves a folder of files to browsers, with the strictest Content-Security-Policy that a page of its own files can have.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

/** `server`: the one place besides its own that the page may talk to. */
const policy = (server) =>
  Object.entries({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': `'self' blob: ${server}`,
    'media-src': server,
    'connect-src': `'self' ${server} ${server.replace(/^http/, 'ws')}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
    .map((each) => each.join(' '))
    .join('; ');

/**
 * Serves `folder`, and under their own paths `files` ({ '/rxim.js': 'dist/rxim.js' }) and `texts` ({ '/config.js': '…' }).
 * Resolves with `{ url, close() }`; a port that is taken is replaced by a free one.
 */
export const servePage = async ({ folder, files = {}, texts = {}, server, port = 0 }) => {
  const headers = {
    'content-security-policy': policy(server),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  };
  const http = createServer((request, response) => {
    const path = decodedPath(request.url);
    const type = { ...headers, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' };
    const text = texts[path];
    if (text !== undefined) return response.writeHead(200, type).end(text);
    const file = files[path] ?? join(folder, normalize(path));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404, headers).end();
    response.writeHead(200, type);
    createReadStream(file).pipe(response);
  });
  await listen(http, port).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return listen(http, 0);
  });
  return {
    url: `http://127.0.0.1:${http.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        http.close(resolve);
        http.closeAllConnections();
      }),
  };
};

/** Its dots are resolved, so that it cannot climb out of the folder; one that cannot be read is nowhere. */
const decodedPath = (url) => {
  try {
    const path = decodeURIComponent(new URL(url, 'http://page').pathname);
    return path === '/' ? '/index.html' : path;
  } catch {
    return '/404';
  }
};

const listen = (http, port) =>
  new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', () => resolve(http.off('error', reject)));
  });
