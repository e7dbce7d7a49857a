import { createStorage, type Storage } from '../storage';
import { openFileArea } from './file-area';

/**
 * Keeps everything in files of a folder, one a user and server. The folder is for one process at a time: while another one
 * uses it, logging in fails with the error `storage`, which says which process that is, and is tried again.
 */
export const fileStorage = (folder: string): Storage => createStorage(openFileArea(folder));
