import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 76, right: 24, top: 44, bottom: 48 };
const COLOURS = ['#2563eb', '#ea580c', '#16a34a', '#64748b'];

/** The smallest of 1, 2, 5 × a power of ten that is no less. */
const round = (value) => {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find((step) => step * power >= value) * power;
};
const short = (value) => {
  if (value >= 1e6) return `${+(value / 1e6).toPrecision(2)} M`;
  return value >= 1e3 ? `${+(value / 1e3).toPrecision(3)} k` : `${+value.toPrecision(2)}`;
};

/** Draws lines of `[x, y]` with a logarithmic x into an SVG file that reads on light and dark pages. */
export const chart = (file, { title, x, y, lines }) => {
  const all = Object.values(lines).flat();
  const [from, to] = [Math.min(...all.map(([at]) => at)), Math.max(...all.map(([at]) => at))].map(Math.log);
  const top = round(Math.max(...all.map(([, value]) => value)));
  const across = (at) =>
    MARGIN.left + ((Math.log(at) - from) / (to - from)) * (WIDTH - MARGIN.left - MARGIN.right);
  const up = (value) => HEIGHT - MARGIN.bottom - (value / top) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const text = (at, height, words, anchor, more = '') =>
    `<text x="${at.toFixed(1)}" y="${height.toFixed(1)}" text-anchor="${anchor}"${more}>${words}</text>`;

  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const height = up(part * top);
    return (
      `<path d="M${MARGIN.left} ${height.toFixed(1)}H${WIDTH - MARGIN.right}" stroke="#8884"/>` +
      text(MARGIN.left - 8, height + 4, short(part * top), 'end')
    );
  });
  const ticks = [...new Set(all.map(([at]) => at))].map((at) =>
    text(across(at), HEIGHT - MARGIN.bottom + 18, short(at), 'middle'),
  );
  const drawn = Object.entries(lines).map(([name, points], i) => {
    const colour = COLOURS[i % COLOURS.length];
    const path = points.map(([at, value]) => `${across(at).toFixed(1)} ${up(value).toFixed(1)}`).join('L');
    const dots = points.map(
      ([at, value]) =>
        `<circle cx="${across(at).toFixed(1)}" cy="${up(value).toFixed(1)}" r="3" fill="${colour}"/>`,
    );
    const label = text(MARGIN.left + 8 + i * 160, MARGIN.top - 8, name, 'start', ` style="fill:${colour}"`);
    return `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${label}`;
  });
  const axes =
    text((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 8, x, 'middle') +
    text(MARGIN.left, 18, `${title} (${y})`, 'start', ' font-weight="600"');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">` +
      `<rect width="100%" height="100%" fill="#fff"/><style>text{fill:#334155}</style>${[...grid, ...ticks, ...drawn, axes].join('')}</svg>\n`,
  );
};
