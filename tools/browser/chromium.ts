import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Where Chromium is on this machine: where CHROMIUM_PATH says, or in one of the usual places. */
export const chromiumPath: string | undefined =
  process.env.CHROMIUM_PATH || places.find((place) => existsSync(place));

if (chromiumPath === undefined) {
  const text = 'no Chromium was found; install it, or set CHROMIUM_PATH to one';
  // Where all is to be checked, nothing may be left out in silence.
  if (process.env.CI === 'true') throw new Error(`nothing can be tested in a browser: ${text}`);
  console.warn(`The tests in a browser are skipped: ${text}.`);
}

/** Starts it, without anything that would talk to the network by itself. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath as string,
    // Containers run as root, and Chromium's sandbox will not.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
