import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
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
   * It is closed after the test, which fails if an exception went unhandled in the page.
   */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens another window of the same person. */
  openBeside(page: Page, url: string): Promise<Page>;
  /** Keeps a picture in artefacts/<name>.png. */
  picture(page: Page, name: string): Promise<void>;
}

/**
 * Specs that need a real browser, as `describe()`. Where none is installed they are skipped, and one line says so; with
 * `CI=true` that is a failure.
 */
export const describeInBrowser = (title: string, specs: (browser: TestBrowser) => void): void => {
  const executablePath = findChromium();
  if (executablePath !== undefined) {
    describe(title, () => specs(testBrowser(executablePath)));
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

const testBrowser = (executablePath: string): TestBrowser => {
  let browser: Browser;
  let errors: Error[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: FLAGS });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    const [first] = errors;
    errors = [];
    if (first) throw first;
  });
  afterAll(() => browser.close());

  const goTo = async (page: Page, url: string): Promise<Page> => {
    await page.goto(url);
    return page;
  };
  return {
    open: async (url, options) => {
      const context = await browser.newContext(options);
      context.on('weberror', (error) => errors.push(error.error()));
      return goTo(await context.newPage(), url);
    },
    openBeside: async (page, url) => goTo(await page.context().newPage(), url),
    picture: async (page, name) => {
      mkdirSync(ARTEFACTS, { recursive: true });
      await page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
    },
  };
};

const noBrowser = (): Promise<never> => Promise.reject(new Error('There is no browser'));
const nowhere: TestBrowser = { open: noBrowser, openBeside: noBrowser, picture: noBrowser };
