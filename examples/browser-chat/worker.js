/** The service worker: shows notifications, and brings whoever clicks one to the conversation. */
importScripts('rxim.js');

const { PeerType, senderOf, webpush } = rxim;

const addressOf = ({ id, type }) =>
  `${type === PeerType.Group ? 'g' : type === PeerType.Guest ? 'p' : 'u'}/${id}`;

webpush.showPushes(self, {
  icon: 'icon.svg',
  // The system has no conversation to lead to.
  urlOf: ({ parrot }) => (parrot.from ? `./#${addressOf(senderOf(parrot))}` : './'),
});
