import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { findChromium } from './find-chromium';

const ARTEFACTS = 'artefacts';

// A clean room: no sandbox (a container has none to give), and no business of the browser's own on the network.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of a spec. */
export interface TestBrowser {
  /**
   * Opens a window of a person of its own: no other window shares its storage, so that several users can be logged in.
   * It is closed after the test, which fails if an exception went unhandled in the page, or its policy was violated.
   */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens a window that stays until the last test: what many tests look at need not be loaded for each. */
  openForAll(url: string): Promise<Page>;
  /** Opens another window of the same person. */
  openBeside(page: Page, url: string): Promise<Page>;
  /** Keeps a picture in artefacts/<name>.png. */
  picture(page: Page, name: string): Promise<void>;
}

export interface LaunchOptions {
  /** More flags for Chromium, asked for when it starts: what they speak of may begin in a `beforeAll()` around these specs. */
  readonly flags?: () => readonly string[];
  /** With all that a browser has, notifications too. */
  readonly whole?: boolean;
}

/**
 * Specs that need a real browser, as `describe()`. Where none is installed they are skipped, and one line says so; with
 * `CI=true` that is a failure.
 */
export const describeInBrowser = (
  title: string,
  specs: (browser: TestBrowser) => void,
  options: LaunchOptions = {},
): void => {
  const executablePath = findChromium(options);
  if (executablePath !== undefined) {
    describe(title, () => specs(testBrowser(executablePath, options)));
    return;
  }
  const why = 'no Chromium was found; set CHROMIUM to its path, or install one';
  if (process.env['CI'] === 'true') {
    it(title, () => {
      throw new Error(why);
    });
    return;
  }
  process.stderr.write(`skipped: ${title} (${why})\n`);
  describe.skip(title, () => specs(nowhere));
};

const testBrowser = (executablePath: string, { flags = () => [] }: LaunchOptions): TestBrowser => {
  let browser: Browser;
  const lasting = new Set<BrowserContext>();
  let errors: Error[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: [...FLAGS, ...flags()] });
  }, 60_000);
  afterEach(async () => {
    const ending = browser.contexts().filter((context) => !lasting.has(context));
    await Promise.all(ending.map((context) => context.close()));
    const [first] = errors;
    errors = [];
    if (first) throw first;
  });
  afterAll(() => browser.close());

  const goTo = async (page: Page, url: string): Promise<Page> => {
    await page.goto(url);
    return page;
  };
  const open = async (url: string, options?: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext(options);
    context.on('weberror', (error) => errors.push(error.error()));
    context.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) errors.push(new Error(message.text()));
    });
    return goTo(await context.newPage(), url);
  };
  return {
    open,
    openForAll: async (url) => {
      const page = await open(url);
      lasting.add(page.context());
      return page;
    },
    openBeside: async (page, url) => goTo(await page.context().newPage(), url),
    picture: async (page, name) => {
      mkdirSync(ARTEFACTS, { recursive: true });
      await page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
    },
  };
};

const noBrowser = (): Promise<never> => Promise.reject(new Error('There is no browser'));
const nowhere: TestBrowser = {
  open: noBrowser,
  openForAll: noBrowser,
  openBeside: noBrowser,
  picture: noBrowser,
};
