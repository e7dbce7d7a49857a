import { concat, of, type Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { fromFriend, fromFriends, inGroup, inRoom, ofMedia } from '../../src/operators';
import {
  Media,
  PeerType,
  audio,
  group,
  image,
  room,
  text,
  video,
  type From,
  type ImageContent,
  type Message,
  type Yourself,
} from '../../src/protocol';

const marbles = (spec: (helpers: RunHelpers) => void): void => {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(spec);
};

const from = (sender: From): Message => ({ from: sender, content: text('hi'), ts: 1 });

/** By letter: friends, a stranger, guest, groups and rooms. */
const messages: Record<string, Message> = {
  b: from({ id: 'bob', type: PeerType.Friend }),
  c: from({ id: 'carol', type: PeerType.Friend }),
  s: from({ id: 'bob', type: PeerType.Stranger }),
  p: from({ id: 'bob', type: PeerType.Guest }),
  g: from({ id: 'bob', type: PeerType.Group, gid: 'one' }),
  h: from({ id: 'bob', type: PeerType.Group, gid: 'two' }),
  r: from({ id: 'bob', type: PeerType.Room, gid: 'one' }),
  q: from({ id: 'bob', type: PeerType.Room, gid: 'two' }),
};

describe.each([
  ['fromFriends()', fromFriends<Message>(), '                bc------'],
  ["fromFriend('bob')", fromFriend<Message>('bob'), '        b-------'],
  ["fromFriend('nobody')", fromFriend<Message>('nobody'), '  --------'],
  ["inGroup('one')", inGroup<Message>('one'), '              ----g---'],
  ["inRoom('two')", inRoom<Message>('two'), '                -------q'],
])('%s', (_, operator, expected) => {
  it('lets through what it names and nothing else', () => {
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('bcspghrq', messages).pipe(operator)).toBe(expected, messages);
    });
  });

  it('passes an end, an error and silence, and unsubscribes its source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      expectObservable(cold<Message>('--|').pipe(operator)).toBe('--|');
      expectObservable(cold<Message>('--#').pipe(operator)).toBe('--#');
      const silent$ = cold<Message>('---');
      expectObservable(silent$.pipe(operator), '--!').toBe('---');
      expectSubscriptions(silent$.subscriptions).toBe('^-!');
    });
  });
});

describe('inGroup() and inRoom()', () => {
  it('know what this user said from another device, too', () => {
    const said = (to: Yourself['to']): Yourself => ({ to, content: text('hi'), ts: 1 });
    const all: Yourself[] = [said(group('one')), said(group('two')), said(room('one')), said({ id: 'one' })];
    const inOne: Yourself[] = [];
    of(...all)
      .pipe(inGroup('one'))
      .subscribe((message) => inOne.push(message));
    concat(all)
      .pipe(inRoom('one'))
      .subscribe((message) => inOne.push(message));
    expect(inOne).toEqual([all[0], all[2]]);
  });
});

describe('ofMedia()', () => {
  const contents = { t: text('hi'), i: image(['a', 'b']), a: audio('a'), v: video('v') };
  const of4 = Object.fromEntries(
    Object.entries(contents).map(([letter, content]) => [
      letter,
      { ...from({ id: 'bob', type: 0 }), content },
    ]),
  );

  it.each([
    [Media.Text, 't---'],
    [Media.Image, '-i--'],
    [Media.Audio, '--a-'],
    [Media.Video, '---v'],
  ])('lets through media %i', (media, expected) => {
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot<Message>('tiav', of4).pipe(ofMedia(media))).toBe(expected, of4);
    });
  });

  it('tells the compiler what the content is', () => {
    const images: ImageContent[] = [];
    const source$: Observable<Message> = of({ ...from({ id: 'bob', type: 0 }), content: image('url') });
    source$.pipe(ofMedia(Media.Image)).subscribe(({ content, from: sender }) => {
      images.push(content);
      expect(sender.id).toBe('bob');
    });
    expect(images).toEqual([image('url')]);
  });
});
