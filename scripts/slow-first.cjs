// Jest begins with the specs that took longest the last time, and on a clean machine with the largest files. Neither knows that
// a short file may drive a browser for a minute: begun last, it would keep one worker busy while the others have nothing left.
const { default: Sequencer } = require('@jest/test-sequencer');

const SLOW = [
  'spec/store/postgres/contract.spec.ts',
  'spec/browser/browser-chat.spec.ts',
  'spec/browser/angular-chat.spec.ts',
  'spec/browser/maxleap-2016.spec.ts',
  'spec/browser/guide.spec.ts',
  'spec/browser/game-lobby.spec.ts',
  'spec/docs/code-blocks.spec.ts',
  'spec/cli.spec.ts',
  'spec/packaging/stranger.spec.ts',
  'spec/examples/',
  'spec/routes/attachments/',
  'spec/faults/',
  'spec/hostile/',
  'spec/store/',
];

const rank = ({ path }) => {
  const at = SLOW.findIndex((slow) => path.includes(slow));
  return at === -1 ? SLOW.length : at;
};

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
