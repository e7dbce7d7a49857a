import { firstValueFrom } from 'rxjs';
import { createIm } from 'rxim';
import type { LobbyIm } from '../lobby/rooms';
import { createApp } from './app';
import { byId, face } from './dom';
import { askForName, forgetName, rememberedName, rememberName } from './login';

/** Where the server is: scripts/lobby-page.mjs puts it here when it bundles the page. */
declare const CONFIG: { readonly server: string; readonly appId: string; readonly clientKey: string };

const enter = (name: string): void => {
  const im: LobbyIm = createIm({ ...CONFIG, credentials: { userId: name } });
  const online = firstValueFrom(im.connect());
  const app = createApp(im, name);
  rememberName(name);
  byId('self').replaceChildren(face(name), name);
  byId('app').hidden = false;
  const shown = app.shown$.subscribe();
  byId('log-out').onclick = async () => {
    forgetName();
    await app.logOut();
    location.assign(location.pathname);
  };
  online.catch(async (error: unknown) => {
    // Refused: nobody can be called that.
    forgetName();
    shown.unsubscribe();
    await im.close();
    byId('app').hidden = true;
    askForName(enter, name, error instanceof Error ? error.message : String(error));
  });
};

const name = rememberedName();
if (name === undefined) askForName(enter);
else enter(name);
