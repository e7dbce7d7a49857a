// The long runs of spec/hostile. `npm run test:hostile -- client` runs those whose names match.
import { longRun, specsOf } from './long-run.mjs';

await longRun({ variable: 'RXIM_HOSTILE', specs: specsOf('spec/hostile') });
