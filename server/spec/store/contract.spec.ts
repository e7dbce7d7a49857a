import { describeStores } from '../support/stores';
import { accounts } from './contract/accounts';
import { appends } from './contract/append';
import { attributes } from './contract/attributes';
import { channels } from './contract/channels';
import { conversations } from './contract/conversations';
import { concurrency } from './contract/concurrency';
import { expiry } from './contract/expiry';
import { friends } from './contract/friends';
import { history } from './contract/history';
import { people } from './contract/people';
import { pushes } from './contract/pushes';
import { schedules } from './contract/schedules';
import { server } from './contract/server';
import { sync } from './contract/sync';

// One server of PostgreSQL for all of it: starting one takes seconds.
describeStores('The store', (bench) => {
  describe('people', () => people(bench));
  describe('attributes', () => attributes(bench));
  describe('friends', () => friends(bench));
  describe('groups and rooms', () => channels(bench));
  describe('append', () => appends(bench));
  describe('history', () => history(bench));
  describe('sync', () => sync(bench));
  describe('conversations', () => conversations(bench));
  describe('wiping and retention', () => expiry(bench));
  describe('accounts, sessions, codes', () => accounts(bench));
  describe('pushes', () => pushes(bench));
  describe('the server itself', () => server(bench));
  describe('concurrency', () => concurrency(bench));
  describe('schedules', () => schedules(bench));
});
