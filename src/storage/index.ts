/** Ports and adapters of what survives the process. The file adapter is in rxim/node. */
export { indexedDbStorage } from './indexed-db';
export { memoryStorage } from './memory';
export type { Changes, Storage, StorageArea } from './port';
export { webStorage } from './web-storage';
