/** Takes a token, or tells in how many milliseconds there will be one. */
export type Pace = (now: number) => number;

/** A token bucket: `burst` at once, `rate` a second in the long run. Keeps a client within what the server announced. */
export const createPace = (rate: number, burst: number, since: number): Pace => {
  let tokens = burst;
  let at = since;
  return (now) => {
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * rate);
    at = now;
    if (tokens < 1) return Math.ceil(((1 - tokens) / rate) * 1000);
    tokens--;
    return 0;
  };
};
