import { ErrorCode } from 'rxim/protocol';
import { StoreError, type Attributes, type AttributeStore, type User } from '../../ports/store';
import type { Database } from '../database';
import type { Connection } from '../prepared';
import type { EntityKind } from '../schema';
import { indexEntries } from './index-entries';

/** One entity, by name. */
export interface EntityRef {
  readonly app: string;
  readonly kind: EntityKind;
  readonly id: string;
}

interface Extra {
  readonly owner?: string;
  readonly secret_hash?: string | null;
  readonly conv?: number;
}

const parse = (attributes: string): Attributes => JSON.parse(attributes) as Attributes;

export const toUser = (row: { id: string; attributes: string; ts: number }): User => ({
  id: row.id,
  attributes: parse(row.attributes),
  ts: row.ts,
});

const find = (db: Connection, { app, kind, id }: EntityRef) =>
  db.selectFrom('entity').where('app', '=', app).where('kind', '=', kind).where('id', '=', id);

export const getEntity = async (db: Connection, ref: EntityRef) =>
  find(db, ref).select(['id', 'attributes', 'ts', 'owner', 'secret_hash', 'conv']).executeTakeFirst();

/** Resolves with whether it was created; an entity that exists stays as it is. */
export const createEntity = async (
  tx: Connection,
  ref: EntityRef,
  attributes: Attributes,
  ts: number,
  extra: Extra = {},
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('entity')
    .values({ ...ref, attributes: JSON.stringify(attributes), ts, ...extra })
    .onConflict((conflict) => conflict.columns(['app', 'kind', 'id']).doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await indexAttributes(tx, ref, attributes);
  return true;
};

export const deleteEntity = async (tx: Connection, { app, kind, id }: EntityRef): Promise<void> => {
  for (const table of ['entity', 'attribute'] as const) {
    await tx.deleteFrom(table).where('app', '=', app).where('kind', '=', kind).where('id', '=', id).execute();
  }
};

/** @throws StoreError NotFound */
export const changeAttributes = async (
  tx: Connection,
  { dialect }: Database,
  ref: EntityRef,
  change: (attributes: Attributes) => Attributes,
): Promise<void> => {
  const row = await find(tx, ref)
    .select('attributes')
    .$if(dialect.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) throw notFound(ref);
  const attributes = change(parse(row.attributes));
  const { app, kind, id } = ref;
  await tx
    .updateTable('entity')
    .set({ attributes: JSON.stringify(attributes) })
    .where('app', '=', app)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute();
  await tx
    .deleteFrom('attribute')
    .where('app', '=', app)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute();
  await indexAttributes(tx, ref, attributes);
};

const indexAttributes = async (tx: Connection, ref: EntityRef, attributes: Attributes): Promise<void> => {
  const entries = indexEntries(attributes);
  if (entries.length === 0) return;
  await tx
    .insertInto('attribute')
    .values(entries.map(([name, value, number]) => ({ ...ref, name, value, number })))
    .execute();
};

export const notFound = ({ kind, id }: Pick<EntityRef, 'kind' | 'id'>): StoreError =>
  new StoreError(ErrorCode.NotFound, `there is no ${kind} ${id}`);

/** @throws StoreError NotFound if one of them is no user */
export const requireUsers = async (tx: Connection, app: string, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom('entity')
    .where('app', '=', app)
    .where('kind', '=', 'user')
    .where('id', 'in', ids)
    .select('id')
    .execute();
  const found = new Set(rows.map(({ id }) => id));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) throw notFound({ kind: 'user', id: missing });
};

export const attributeStore = (
  database: Database,
  kind: EntityKind,
  /** Called first, in the same transaction. */
  before: (tx: Connection, app: string, id: string) => Promise<unknown> = async () => Promise.resolve(),
): AttributeStore => {
  const change = async (app: string, id: string, how: (attributes: Attributes) => Attributes) =>
    database.write(async (tx) => {
      await before(tx, app, id);
      await changeAttributes(tx, database, { app, kind, id }, how);
    });
  return {
    mergeAttributes: (app, id, attributes) => change(app, id, (old) => ({ ...old, ...attributes })),
    replaceAttributes: (app, id, attributes) => change(app, id, () => attributes),
  };
};
