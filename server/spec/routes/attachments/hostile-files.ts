import { gzipSync } from 'node:zlib';
import { bomb, photo } from './images';

export interface HostileFile {
  readonly what: string;
  readonly content: Buffer;
  readonly name: string;
  readonly type: string;
}

/** What a browser, a plugin or a server might run. */
const ACTIVE: Readonly<Record<string, string>> = {
  html: '<!doctype html><script>alert(1)</script>',
  'html after a comment': `<!--${' '.repeat(600)}--><html><body onload=alert(1)>`,
  xhtml: '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
  svg: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
  xslt: '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><xsl:stylesheet id="s"/>',
  entities: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><svg>&b;</svg>',
  javascript: '/*=1;*/alert(document.domain)//',
  mhtml: 'MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>',
  flash: 'FWS\u0009<cross-domain-policy><allow-access-from domain="*"/></cross-domain-policy>',
  php: '<?php system($_GET["c"]); ?>',
  shell: '#!/bin/sh\nrm -rf /\n',
  pdf: '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj',
};

/** What it may be hidden behind, in Latin-1. */
const DISGUISES: Readonly<Record<string, string>> = {
  nothing: '',
  'a byte order mark': '\xef\xbb\xbf',
  'UTF-16': '\xff\xfe',
  spaces: ' \r\n\t',
  zeros: '\0'.repeat(16),
  mp3: 'ID3\x03\0\0\0\0\0\0',
  amr: '#!AMR\n',
  flac: 'fLaC\0\0\0\x22',
  wav: 'RIFF\x24\0\0\0WAVEfmt ',
  ogg: 'OggS\0\x02',
  webm: '\x1aE\xdf\xa3\x42\x82\x84webm',
  mp4: '\0\0\0\x18ftypisom\0\0\0\0isommp42',
  zip: 'PK\x03\x04',
  aac: '\xff\xf1\x50\x80',
  quicktime: '\0\0\0\x14ftypqt  \0\0\0\0qt  ',
  webassembly: '\0asm\x01\0\0\0',
  heic: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
};

/** Beginnings of images, some of which tell of more pixels than there can be. */
const IMAGES: Readonly<Record<string, string>> = {
  gif: 'GIF89a/*\x01\0\x01\0',
  'gif of 65535 x 65535': 'GIF89a\xff\xff\xff\xff\xf7\0\0',
  png: '\x89PNG\r\n\x1a\n',
  'png of 2^31 x 2^31':
    '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\0\0\0\0\0\0\0',
  jpeg: '\xff\xd8\xff\xe0\0\x10JFIF\0',
  webp: 'RIFF\xff\xff\xff\xffWEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff',
  avif: '\0\0\0\x18ftypavif\0\0\0\0mif1avif',
};

const NAMES = [
  'photo.png',
  'a.html',
  'a.svg',
  '../../../../etc/cron.d/x',
  '..\\..\\boot.ini',
  '/etc/passwd',
  'a.png\0.html',
  'a.php.jpg',
  '%2e%2e%2fx.html',
  'a"; filename="b.html',
  'a\r\nContent-Type: text/html',
  '.htaccess',
  'CON',
  `${'n'.repeat(2_000)}.png`,
  '\u202egnp.exe',
  '__proto__',
] as const;

const TYPES = ['image/png', 'text/html', 'image/svg+xml', 'image/jpeg', 'application/xhtml+xml', ''] as const;

const cross = (
  fronts: Readonly<Record<string, string>>,
  backs: Readonly<Record<string, string>>,
): [string, Buffer][] =>
  Object.entries(fronts).flatMap(([front, before]) =>
    Object.entries(backs).map(([back, after]): [string, Buffer] => [
      `${back} behind ${front}`,
      Buffer.from(before + after, 'latin1'),
    ]),
  );

/** Two hundred files that nobody should upload, each under another name and type. */
export const hostileFiles = async (): Promise<readonly HostileFile[]> => {
  const { html = '' } = ACTIVE;
  const [gif, jpeg] = await Promise.all([photo('gif'), photo('jpeg')]);
  const contents: [string, Buffer][] = [
    ...cross(DISGUISES, ACTIVE),
    // Each of these takes a process that tries to decode it.
    ...cross(IMAGES, { html }),
    ['html behind a whole gif', Buffer.concat([gif, Buffer.from(html)])],
    ['half of a gif', gif.subarray(0, gif.length / 2)],
    ['half of a jpeg', jpeg.subarray(0, jpeg.length / 2)],
    ['nothing', Buffer.alloc(0)],
    ['a byte', Buffer.from('<')],
    ['a png of 36 megapixels', await bomb()],
    ['a gzip of 20 MB', gzipSync(Buffer.alloc(20 * 2 ** 20))],
  ];
  return contents.map(([what, content], index) => ({
    what,
    content,
    name: NAMES[index % NAMES.length]!,
    type: TYPES[index % TYPES.length]!,
  }));
};
