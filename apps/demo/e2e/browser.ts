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
export const browserPath = process.env.CHROMIUM_PATH || places.find((place) => existsSync(place));

/** Starts it, without anything that would talk to the network by itself. */
export function launch(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      // Containers run as root, and Chromium's sandbox will not.
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
