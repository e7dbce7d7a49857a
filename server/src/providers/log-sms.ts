import { ErrorCode } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { SmsSender } from '../ports/sms';
import { StoreError } from '../ports/store';

/** Codes in the log, for whoever develops an application: only where anybody can be anybody, so that they tell nothing. */
export const logSms = (log: Logger): SmsSender => ({
  send: ({ app, phone, code }) => {
    log.info({ app, phone, code }, 'no SMS sender is set up, so this login code is here');
    return Promise.resolve();
  },
});

/** Where nothing carries codes. */
export const noSms: SmsSender = {
  send: () => Promise.reject(new StoreError(ErrorCode.Unsupported, 'no SMS sender is set up')),
};
