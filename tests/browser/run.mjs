// Starts a hub with twins and a browser, and runs every test: run.mjs BIN PICTURES [part of a test's name]
import { Browser } from './browser.mjs';
import { Hub } from './hub.mjs';
import { cases } from './cases.mjs';

const [bin, pictures, only = ''] = process.argv.slice(2);
const hub = await Hub.start(bin);
const browser = await Browser.start(hub.url, pictures);
let failed = 0;
try {
  const world = { hub, browser };
  for (const [name, run] of cases) {
    if (only && !name.includes(only) && !name.startsWith('first:')) continue;
    const began = Date.now();
    try {
      await run(world);
      console.log(`ok    ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      ++failed;
      console.log(`FAIL  ${name}\n${error.stack}\n`);
      await world.page?.screenshot({ path: `${pictures}/failed-${failed}.png` }).catch(() => undefined);
    }
  }
} finally {
  await browser.stop();
  await hub.stop();
}
process.exitCode = failed ? 1 : 0;
