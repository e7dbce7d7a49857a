// Loaded into a server before anything else, as `…/less-synchronous.mjs?off`: its database waits less for the disk than it should.
import Libsql from 'libsql';

const less = `synchronous = ${new URL(import.meta.url).search.slice(1)}`;
const { exec } = Libsql.prototype;
Libsql.prototype.exec = function (sql) {
  return exec.call(this, sql.replace('synchronous = full', less));
};
