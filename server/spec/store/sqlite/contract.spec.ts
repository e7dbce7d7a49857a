import { describeStore } from '../../support/stores';
import { contract } from '../contract';

describeStore('SQLite', 'The store', contract);
