import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of an installed Chromium, or the one that `VISION_CHROMIUM` names. */
export function findChromium(): string | undefined {
  const named = process.env.VISION_CHROMIUM;
  return named !== undefined && named !== '' ? named : PLACES.find((path) => existsSync(path));
}
