// The order matters: see realm.ts.
import { realm } from './realm';
import { ML } from './index';

// Other MaxLeap SDKs share the name space.
realm.ML = Object.assign(realm.ML ?? {}, ML);
