/**
 * Statements that leave what `append` asks about as it is: those that read, those about other tables, and how far somebody has read,
 * which moves with every message. Whatever is not known to be one counts as a change.
 */
const ASIDE = new RegExp(
  [
    'select ',
    '(?:insert into|update|delete from) "(?:push|setting|account|account_key|phone_code|generation|attribute)"',
    'update "participant" as "p" set "read_seq" = [a-z_.]+ from ',
  ]
    .map((beginning) => `^${beginning}`)
    .join('|'),
);

export const mayChangeAnswers = (statement: string): boolean => !ASIDE.test(statement);
