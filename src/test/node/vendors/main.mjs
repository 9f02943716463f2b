// Drives the vendors' own clients against the simulators, whose origin is the first argument.
// Prints one line per step; ends with 1 when a client does not believe a simulator.
import {elevenlabs} from './elevenlabs.mjs';
import {google} from './google.mjs';
import {openai} from './openai.mjs';
import {twelvelabs} from './twelvelabs.mjs';
import {xai} from './xai.mjs';

const origin = process.argv[2];
let failed = 0;

for (const [name, drive] of Object.entries({xai, google, openai, elevenlabs, twelvelabs})) {
  const step = async (what, action) => {
    try {
      const seen = await action();
      console.log(`ok   ${name}: ${what}: ${seen}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}: ${what}: ${error?.stack ?? error}`);
    }
  };
  await drive(origin, step);
}
console.log(failed === 0 ? 'every client was content' : `${failed} steps failed`);
process.exit(failed === 0 ? 0 : 1);
