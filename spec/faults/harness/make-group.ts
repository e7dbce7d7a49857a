import { firstValueFrom } from 'rxjs';
import { createIm } from 'rxim';
import type { History } from '../history';

interface Admin {
  readonly server: string;
  readonly appId: string;
  readonly masterKey: string;
}

/** Makes a group of users who have logged in before, the first of them its owner; resolves with its id. */
export const makeGroup = async (
  history: History,
  adminOptions: Admin,
  members: readonly [string, ...string[]],
): Promise<string> => {
  const admin = createIm(adminOptions);
  const gid = await firstValueFrom(admin.groups.create({ owner: members[0], name: 'all', members }));
  await admin.close();
  const conv = `g:${gid}`;
  for (const user of members) {
    history.append({ type: 'joining', conv, user });
    history.append({ type: 'joined', conv, user });
  }
  return gid;
};
