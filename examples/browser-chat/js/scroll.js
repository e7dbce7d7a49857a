/** Keeps a scrolled list where its reader is: at the end while it grows there, at the same message while it grows above. */

/** Closer to the end than this counts as there. */
const NEAR = 60;

export const createScroll = (log, list) => {
  let atEnd = true;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
  };
  const follow = () => {
    atEnd = log.scrollHeight - log.clientHeight - log.scrollTop < NEAR;
  };
  log.addEventListener('scroll', follow, { passive: true });

  // The window, the keyboard of a phone or the writing line changed what is seen of the list.
  const resizes = new ResizeObserver(() => atEnd && toEnd());
  resizes.observe(log);

  // A message: days move up when older ones of the same day come.
  const firstSeen = () => {
    const top = log.getBoundingClientRect().top;
    return [...list.querySelectorAll('.message')].find((row) => row.getBoundingClientRect().bottom > top);
  };

  return {
    get atEnd() {
      return atEnd;
    },
    /** The reader wants to be at the end. */
    goToEnd: () => {
      atEnd = true;
      toEnd();
    },
    /** Runs a change of the list. */
    keep: (change) => {
      const anchor = atEnd ? undefined : firstSeen();
      const before = anchor?.getBoundingClientRect().top;
      change();
      if (atEnd) toEnd();
      else if (anchor?.isConnected) log.scrollTop += anchor.getBoundingClientRect().top - before;
    },
    close: () => resizes.disconnect(),
  };
};
