import { Media, PeerType, type Content } from 'rxim/protocol';
import type { PushJob } from '../../ports/push';
import type { PushNotification } from '../../ports/push-provider';
import type { MediaTexts, PushSettings } from '../../ports/push-settings';
import { messageOf, systemOf } from '../frames';

const TEXTS: Readonly<Record<string, MediaTexts>> = {
  en: { image: '[Photo]', audio: '[Voice message]', video: '[Video]' },
  zh: { image: '[图片]', audio: '[语音]', video: '[视频]' },
};

const MEDIA_TEXT = { [Media.Image]: 'image', [Media.Audio]: 'audio', [Media.Video]: 'video' } as const;

/** `zh-CN` is `zh` where there are no texts of its own. */
const textOf = (content: Content, language: string, { texts = {} }: PushSettings): string => {
  if (content.media === Media.Text) return content.body;
  const kind = MEDIA_TEXT[content.media];
  const names = [language, language.split('-')[0] ?? '', 'en'];
  for (const name of names) {
    const text = texts[name]?.[kind] ?? TEXTS[name]?.[kind];
    if (text !== undefined) return text;
  }
  return '';
};

const titleOf = (job: PushJob, settings: PushSettings): string => {
  const { speaker, to } = job.message;
  if (speaker === null) return settings.systemTitle ?? job.app;
  const isGroup = to.type === PeerType.Group;
  const template =
    (isGroup ? settings.groupTitle : settings.title) ?? (isGroup ? '{name} · {group}' : '{name}');
  const name = job.senderName ?? speaker.id;
  const group = isGroup ? (job.groupName ?? to.id) : '';
  return template.replace(/\{(name|group)\}/g, (_, key) => (key === 'name' ? name : group));
};

/** What a device is to show, by the message, what its sender wished, and the application's settings. */
export const compose = (job: PushJob, settings: PushSettings): PushNotification => {
  const { id, message, shape, user, install, count } = job;
  const { speaker, conv, seq } = message;
  const { overwrite, prefix = '', suffix = '', badge } = shape;
  const sound = shape.sound ?? settings.sound ?? 'default';
  const text = textOf(message.content, job.language ?? settings.language ?? 'en', settings);
  return {
    id: `${id}.${seq}`,
    user,
    install,
    title: titleOf(job, settings),
    prefix: overwrite === undefined ? prefix : '',
    text: overwrite ?? text,
    suffix: overwrite === undefined ? suffix : '',
    ...(sound !== '' && { sound }),
    ...(badge !== undefined && { badge }),
    contentAvailable: shape.contentAvailable === true,
    tag: conv,
    count,
    parrot: speaker === null ? systemOf(message) : messageOf({ ...message, speaker }, 'user'),
  };
};
