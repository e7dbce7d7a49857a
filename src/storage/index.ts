/** Ports and adapters of what survives the process. The file adapter is in rxim/node. */
export type { Changes, StorageArea } from './area';
export { createStorage } from './device';
export { indexedDbStorage } from './indexed-db';
export { memoryStorage } from './memory';
export type { Device, KeptMessage, Storage } from './port';
export { webStorage } from './web-storage';
