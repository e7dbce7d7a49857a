// The long runs of spec/faults and of the store's contract. `npm run test:faults -- cuts` runs those whose names match.
import { longRun, specsOf, told } from './long-run.mjs';

await longRun({
  variable: 'RXIM_FAULTS',
  specs: [
    ...specsOf('spec/faults'),
    'server/spec/store/sqlite/contract.spec.ts',
    'server/spec/store/postgres/contract.spec.ts',
  ],
  tell: ({ lost, doubled, disordered, ...others }) =>
    (lost === undefined ? '' : `${lost}/${doubled}/${disordered} lost/doubled/out of order, `) + told(others),
});
