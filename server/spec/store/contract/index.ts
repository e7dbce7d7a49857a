import type { Bench } from '../../support/stores';
import { accounts } from './accounts';
import { appends } from './append';
import { attributes } from './attributes';
import { changes } from './changes';
import { channels } from './channels';
import { conversations } from './conversations';
import { concurrency } from './concurrency';
import { expiry } from './expiry';
import { friends } from './friends';
import { history } from './history';
import { people } from './people';
import { pushes } from './pushes';
import { schedules } from './schedules';
import { server } from './server';
import { sync } from './sync';

/** What every store does, whatever the database. */
export const contract = (bench: Bench): void => {
  describe('people', () => people(bench));
  describe('attributes', () => attributes(bench));
  describe('friends', () => friends(bench));
  describe('groups and rooms', () => channels(bench));
  describe('append', () => appends(bench));
  describe('append sees', () => changes(bench));
  describe('history', () => history(bench));
  describe('sync', () => sync(bench));
  describe('conversations', () => conversations(bench));
  describe('wiping and retention', () => expiry(bench));
  describe('accounts, sessions, codes', () => accounts(bench));
  describe('pushes', () => pushes(bench));
  describe('the server itself', () => server(bench));
  describe('concurrency', () => concurrency(bench));
  describe('schedules', () => schedules(bench));
};
