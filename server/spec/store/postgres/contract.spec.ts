import { describeStore } from '../../support/stores';
import { contract } from '../contract';

describeStore('PostgreSQL', 'The store', contract);
