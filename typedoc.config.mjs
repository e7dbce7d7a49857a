// The API reference, from the docstrings of both packages into docs/api. A warning is an error.
import { ML } from './dist/ml/index.js';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'rxim',
  entryPoints: [
    'src/index.ts',
    'src/operators/index.ts',
    'src/protocol/index.ts',
    'src/node/index.ts',
    'src/webpush/index.ts',
    'src/ml/index.ts',
    'src/angular/index.ts',
    'server/src/index.ts',
    'server/src/testing/index.ts',
  ],
  tsconfig: 'tsconfig.json',
  out: 'docs/api',
  readme: 'none',
  disableSources: true,
  validation: { notExported: true, invalidLink: true, rewrittenLink: true, notDocumented: true },
  requiredToBeDocumented: ['Class', 'Interface', 'Function', 'Variable', 'TypeAlias', 'Method', 'Accessor'],
  // The documented methods are made from tables; docs/guide-methods.md tells of each.
  intentionallyNotDocumented: ['src/ml.MlIm', 'src/ml.MlEntry'].flatMap((type) =>
    Object.keys(ML.im)
      .filter((name) => name !== 'version' && name !== 'regions')
      .map((name) => `${type}.${name}`),
  ),
  // Of what those tables, handlers of sockets, and what a live room reads, are made.
  intentionallyNotExported: [
    'MethodName',
    'EventName',
    'ReceiverName',
    'RECEIVERS',
    'Listing',
    'Answer',
    'Arguments',
    'Members',
    'Payload',
    'Handler',
    'Placed',
    'Cause',
    'Installations',
    'Window',
    'RoomSource',
  ],
  treatWarningsAsErrors: true,
};
