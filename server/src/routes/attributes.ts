import { Type, type TString } from '@sinclair/typebox';
import type { Attributes as AttributesOf } from 'rxim/protocol';
import { attributesOf, checkAttributes, mergeAttributes, type Attributed } from '../services/attributes';
import type { Context } from '../services/context';
import { notFound } from '../services/failure';
import { sendJson } from './json';
import type { Router } from './router';
import { AttributeName, Attributes, Nothing, ObjectId, UserId, answer } from './schemas';

/** A kind of objects that carry attributes: its path, and the parameter of the path that is the id. */
interface Kind {
  readonly what: 'user' | 'group' | 'room';
  readonly path: string;
  readonly param: 'id' | 'user';
  readonly id: TString;
  readonly objects: Attributed;
  /** Called when some were set or removed. */
  readonly changed: (app: string, id: string) => void;
}

const addRoutes = (router: Router, { limits }: Context['config'], kind: Kind): void => {
  const { what, path, param, id, objects, changed } = kind;
  const at = `${path}/:${param}/attributes`;
  const read = { action: `${what}s.attributes.read` } as const;
  const write = { action: `${what}s.attributes.write` } as const;
  const tags = [`${what}s`];
  const params = answer<Partial<Record<string, string>>>(Type.Object({ [param]: id }));
  const oneParams = answer<Partial<Record<string, string>>>(
    Type.Object({ [param]: id, name: AttributeName }),
  );
  const idOf = (from: Partial<Record<string, string>>): string => from[param] ?? '';

  router.get(
    at,
    {
      config: read,
      schema: {
        tags,
        summary: `Attributes of a ${what}`,
        params,
        response: { 200: answer<AttributesOf>(Attributes) },
      },
    },
    ({ requester, params }) => attributesOf(objects, requester.app, idOf(params), what),
  );

  router.get(
    `${at}/:name`,
    {
      config: read,
      schema: {
        tags,
        summary: `One attribute of a ${what}`,
        params: oneParams,
        response: { 200: Type.Unknown() },
      },
    },
    async ({ requester, params }, reply) => {
      const attributes = await attributesOf(objects, requester.app, idOf(params), what);
      const { name = '' } = params;
      if (!Object.hasOwn(attributes, name)) throw notFound('attribute');
      return sendJson(reply, attributes[name]);
    },
  );

  router.post(
    at,
    {
      config: write,
      schema: {
        tags,
        summary: `Set attributes of a ${what} and leave the others`,
        params,
        body: Attributes,
        response: { 201: Nothing },
      },
    },
    async ({ requester, params, body }, reply) => {
      await mergeAttributes(objects, requester.app, idOf(params), body, limits);
      changed(requester.app, idOf(params));
      return reply.code(201).send();
    },
  );

  router.put(
    at,
    {
      config: write,
      schema: {
        tags,
        summary: `Set attributes of a ${what} and remove the others`,
        params,
        body: Attributes,
        response: { 201: Nothing },
      },
    },
    async ({ requester, params, body }, reply) => {
      checkAttributes(body, limits);
      await objects.replaceAttributes(requester.app, idOf(params), body);
      changed(requester.app, idOf(params));
      return reply.code(201).send();
    },
  );

  router.delete(
    at,
    {
      config: write,
      schema: { tags, summary: `Remove all attributes of a ${what}`, params, response: { 204: Nothing } },
    },
    async ({ requester, params }, reply) => {
      // Setting attributes creates a user; removing them does not.
      await attributesOf(objects, requester.app, idOf(params), what);
      await objects.replaceAttributes(requester.app, idOf(params), {});
      changed(requester.app, idOf(params));
      return reply.code(204).send();
    },
  );
};

/** Attributes are the same everywhere; objects that have them differ in their paths and rights. */
export const attributeRoutes = (router: Router, { config, store, changes }: Context): void => {
  addRoutes(router, config, {
    what: 'user',
    path: '/ctx',
    param: 'user',
    id: UserId,
    objects: store.users,
    // Whose friends a user's attributes concern is for the application to know.
    changed: () => undefined,
  });
  addRoutes(router, config, {
    what: 'group',
    path: '/groups',
    param: 'id',
    id: ObjectId,
    objects: store.groups,
    changed: (app, id) => changes.updated('group', app, id, ['attributes']),
  });
  addRoutes(router, config, {
    what: 'room',
    path: '/rooms',
    param: 'id',
    id: ObjectId,
    objects: store.rooms,
    changed: (app, id) => changes.updated('room', app, id, ['attributes']),
  });
};
