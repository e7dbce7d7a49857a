import { createPrivateKey } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { PushSettings } from '../ports/push-settings';
import { ConfigError } from './config-error';

const Text = Type.String({ minLength: 1 });
const Maybe = Type.Optional(Text);
const Hosts = Type.Array(Text);
const exactly = { additionalProperties: false };
const Texts = Type.Object({ image: Maybe, audio: Maybe, video: Maybe }, exactly);

const Schema = Type.Object(
  {
    title: Maybe,
    groupTitle: Maybe,
    systemTitle: Maybe,
    language: Maybe,
    texts: Type.Optional(Type.Record(Type.String(), Texts)),
    sound: Type.Optional(Type.String()),
    webPush: Type.Optional(
      Type.Object(
        { contact: Maybe, publicKey: Maybe, privateKey: Maybe, hosts: Type.Optional(Hosts) },
        exactly,
      ),
    ),
    fcm: Type.Optional(
      Type.Object(
        {
          // As Firebase gives it, with more in it than is needed.
          serviceAccount: Type.Object({
            project_id: Text,
            client_email: Text,
            private_key: Text,
            token_uri: Maybe,
          }),
          endpoint: Maybe,
        },
        exactly,
      ),
    ),
    apns: Type.Optional(
      Type.Object(
        { teamId: Text, keyId: Text, key: Text, topic: Text, endpoint: Maybe, sandboxEndpoint: Maybe },
        exactly,
      ),
    ),
    webhook: Type.Optional(Type.Object({ secret: Type.String({ minLength: 32 }), hosts: Hosts }, exactly)),
    insecureEndpoints: Type.Optional(Type.Boolean()),
  },
  exactly,
);

const checkKey = (pem: string, name: string): void => {
  try {
    createPrivateKey(pem);
  } catch (cause) {
    throw new ConfigError(`${name} expected a private key in PEM`, { cause });
  }
};

/** Refuses settings that nothing could be sent with, at the start rather than at the first message. */
export const checkPush = (settings: PushSettings): void => {
  const wrong = Value.Errors(Schema, settings).First();
  if (wrong !== undefined)
    throw new ConfigError(`${wrong.path.slice(1).replaceAll('/', '.')}: ${wrong.message.toLowerCase()}`);
  const { fcm, apns, webPush } = settings;
  if (fcm) checkKey(fcm.serviceAccount.private_key, 'fcm.serviceAccount.private_key');
  if (apns) checkKey(apns.key, 'apns.key');
  if ((webPush?.publicKey === undefined) !== (webPush?.privateKey === undefined))
    throw new ConfigError('webPush expected both keys or none');
};
