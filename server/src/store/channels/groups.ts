import type { GroupStore } from '../../ports/store';
import type { Database } from '../database';
import { createChannels } from './channels';

export const createGroupStore = (database: Database): GroupStore => {
  const { store, create, update } = createChannels(database, 'group', ({ owner, ...group }) => ({
    ...group,
    owner: owner ?? '',
  }));
  return { ...store, create, update };
};
