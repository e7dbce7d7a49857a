import { forgetUser, hideLogin, rememberedUser, rememberUser, showLogin } from './login.js';
import { connect, logOut, showApp } from './session.js';

const enter = (name) => {
  const { im, online } = connect(name);
  rememberUser(name);
  hideLogin();
  const page = showApp({
    im,
    self: name,
    leave: async () => {
      forgetUser();
      await logOut(im);
      location.assign(location.pathname);
    },
  });
  online.catch(async (error) => {
    // Refused: such a name cannot log in.
    forgetUser();
    await im.close();
    page.unsubscribe();
    showLogin(enter, { name, problem: error.message });
  });
};

const user = rememberedUser();
if (user === undefined) showLogin(enter);
else enter(user);
