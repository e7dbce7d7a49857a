/** What only Node can do: `rxim/node`. */
export { fileStorage } from './file-storage';
