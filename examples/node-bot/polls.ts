import type { Poll } from './memory';

/** `Lunch? | pizza | soup`; `undefined` if there are not at least two choices. */
export const parsePoll = (words: string): Poll | undefined => {
  const [question = '', ...choices] = words.split('|').map((part) => part.trim());
  const some = choices.filter((choice) => choice !== '');
  return question !== '' && some.length >= 2 ? { question, choices: some, votes: {} } : undefined;
};

/** One vote a person, the last one counts; `undefined` if there is no such choice. */
export const vote = (poll: Poll, who: string, words: string): Poll | undefined => {
  const choice = Number(words) - 1;
  if (poll.choices[choice] === undefined) return undefined;
  return { ...poll, votes: { ...poll.votes, [who]: choice } };
};

export const describePoll = ({ question, choices, votes }: Poll): string => {
  const lines = choices.map((choice, i) => {
    const count = Object.values(votes).filter((voted) => voted === i).length;
    return `${i + 1}. ${choice}: ${count}`;
  });
  return [question, ...lines, 'Vote with /vote 1'].join('\n');
};
