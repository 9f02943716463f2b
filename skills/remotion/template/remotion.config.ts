import {existsSync} from 'node:fs';
import {Config} from '@remotion/cli/config';

// Without a path Remotion tries to download a browser.
const browser = [
  process.env.REMOTION_BROWSER,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
].find((path) => path && existsSync(path));

Config.setBrowserExecutable(browser ?? null);
Config.setRspack(true);
// The default is full-range yuvj420p, which some players show too dark or too bright.
Config.setPixelFormat('yuv420p');
Config.setColorSpace('bt709');
// One line for each frame is too much for a log that an agent reads.
Config.setLevel('error');
Config.setOverwriteOutput(true);
