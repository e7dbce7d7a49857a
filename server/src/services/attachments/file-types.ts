/** How a browser may show a file: what is only a `file` is downloaded, since it may hold scripts. */
export type FileKind = 'image' | 'audio' | 'video' | 'file';

export interface FileType {
  readonly extension: string;
  /** Media type, for `Content-Type`. */
  readonly media: string;
  readonly kind: FileKind;
}

/** The types that the server knows, by the extension that their names get. Images are those that thumbnails are made of. */
export const FILE_TYPES = {
  jpg: { media: 'image/jpeg', kind: 'image' },
  png: { media: 'image/png', kind: 'image' },
  gif: { media: 'image/gif', kind: 'image' },
  webp: { media: 'image/webp', kind: 'image' },
  avif: { media: 'image/avif', kind: 'image' },
  heic: { media: 'image/heic', kind: 'file' },
  mp3: { media: 'audio/mpeg', kind: 'audio' },
  aac: { media: 'audio/aac', kind: 'audio' },
  amr: { media: 'audio/amr', kind: 'audio' },
  m4a: { media: 'audio/mp4', kind: 'audio' },
  ogg: { media: 'audio/ogg', kind: 'audio' },
  flac: { media: 'audio/flac', kind: 'audio' },
  wav: { media: 'audio/wav', kind: 'audio' },
  ogv: { media: 'video/ogg', kind: 'video' },
  mp4: { media: 'video/mp4', kind: 'video' },
  mov: { media: 'video/quicktime', kind: 'video' },
  '3gp': { media: 'video/3gpp', kind: 'video' },
  webm: { media: 'video/webm', kind: 'video' },
  mkv: { media: 'video/x-matroska', kind: 'video' },
  pdf: { media: 'application/pdf', kind: 'file' },
  zip: { media: 'application/zip', kind: 'file' },
  bin: { media: 'application/octet-stream', kind: 'file' },
} as const satisfies Record<string, Omit<FileType, 'extension'>>;

type Extension = keyof typeof FILE_TYPES;

/** The type of a stored file, by its key. */
export const typeOfKey = (key: string): FileType => {
  const extension = key.slice(key.lastIndexOf('.') + 1);
  const known = Object.hasOwn(FILE_TYPES, extension) ? (extension as Extension) : 'bin';
  return { extension: known, ...FILE_TYPES[known] };
};

/** Bytes from the beginning of a file that tell its type. */
export const HEAD_SIZE = 512;

const latin = (head: Uint8Array, start: number, end: number): string =>
  Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1', start, end);

/** ISO base media files name the brands that they keep to in a box at the beginning: first its size, then `ftyp`. */
const mediaFile = (head: Uint8Array): Extension | undefined => {
  if (latin(head, 4, 8) !== 'ftyp') return undefined;
  const size = Math.min(Buffer.from(head).readUInt32BE(0), head.length);
  const brands = latin(head, 8, 12) + latin(head, 16, size);
  if (/avi[fs]/.test(brands)) return 'avif';
  if (/hei[cxms]|hev[cx]|mif1|msf1/.test(brands)) return 'heic';
  if (/^M4[AB] /.test(brands)) return 'm4a';
  if (brands.startsWith('qt  ')) return 'mov';
  return /^3g[2egp]/.test(brands) ? '3gp' : 'mp4';
};

/** What files of a type begin with, in Latin-1. */
const BEGINNINGS: readonly (readonly [string, Extension])[] = [
  ['\xff\xd8\xff', 'jpg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['ID3', 'mp3'],
  ['#!AMR', 'amr'],
  ['fLaC', 'flac'],
  ['%PDF-', 'pdf'],
  ['PK\x03\x04', 'zip'],
];

/** Containers, and what in their first bytes tells what is in them. */
const CONTAINERS: readonly (readonly [beginning: string, inside: string, Extension])[] = [
  ['RIFF', 'WEBP', 'webp'],
  ['RIFF', 'WAVE', 'wav'],
  ['OggS', '\x80theora', 'ogv'],
  ['OggS', '', 'ogg'],
  ['\x1aE\xdf\xa3', 'webm', 'webm'],
  ['\x1aE\xdf\xa3', 'matroska', 'mkv'],
];

/** Audio without a container: the header of its first frame. */
const FRAMES: readonly (readonly [RegExp, Extension])[] = [
  [/^\xff[\xfa\xfb\xf2\xf3\xe2\xe3]/, 'mp3'],
  [/^\xff[\xf0\xf1\xf8\xf9]/, 'aac'],
];

const extensionOf = (head: Uint8Array): Extension => {
  const text = latin(head, 0, HEAD_SIZE);
  const about = text.slice(0, 64);
  return (
    BEGINNINGS.find(([beginning]) => text.startsWith(beginning))?.[1] ??
    CONTAINERS.find(([beginning, inside]) => text.startsWith(beginning) && about.includes(inside))?.[2] ??
    mediaFile(head) ??
    FRAMES.find(([frame]) => frame.test(text))?.[1] ??
    'bin'
  );
};

/** The type of a file by how it begins. Names and announced types are not asked: anybody can write anything there. */
export const typeOf = (head: Uint8Array): FileType => {
  const extension = extensionOf(head);
  return { extension, ...FILE_TYPES[extension] };
};
