// Every page in both languages and both sizes: its picture, and that axe finds nothing.
import assert from 'node:assert/strict';
import { accessible, languages, settled, sizes } from '../browser.mjs';

async function pages({ hub }, page) {
  const ask = (path) => page.evaluate(async (at) => (await fetch(`/api/v1${at}`)).json(), path);
  const causes = await ask('/dead-letters/causes');
  const cause = causes.items[0];
  const persons = await ask('/records/person?limit=1');
  return [
    ['overview', '/'], ['flows', '/flows'], ['flow', '/flows/portal_injections'], ['systems', '/systems'],
    ['system', '/systems/national_vaccination'], ['new-system', '/systems/new?connector=rest'], ['dead-letters', '/dead-letters'],
    ['cause', `/dead-letters/cause/${encodeURIComponent(cause.cause)}`], ['dead-letter', `/dead-letters/${cause.example}`],
    ['records', '/records?entity=person'], ['record', `/records/person/${persons.items[0].id}`], ['reviews', '/reviews'],
    ['mappings', '/mappings'], ['mapping', '/mappings/national_vaccination.injections'], ['settings', '/settings?file=systems/national_vaccination.yaml'], ['secrets', '/secrets'],
    ['plugins', '/plugins'], ['units', '/units?q=14758'], ['reports', '/reports'], ['audit', '/audit'], ['users', '/users'],
    ['account', '/account'], ['absent', '/nowhere'],
  ];
}

export const cases = languages.flatMap((language) =>
  Object.keys(sizes).map((size) => [
    `every page stands: ${language}, ${size}`,
    async (world) => {
      const page = (world.page = await world.browser.person({ language, size, state: world.state }));
      await page.goto('/');
      await settled(page);
      const faults = [];
      const took = [];
      for (const [name, path] of await pages(world, page)) {
        try {
          const began = Date.now();
          await page.goto(path);
          await settled(page);
          await page.locator('h1').waitFor();
          took.push([Date.now() - began, name]);
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          await world.browser.picture(page, `${name}-${language}-${size}`);
          assert.ok(wider <= 0, `${name} is ${wider} px wider than the screen`);
          await accessible(page, `${name} ${language} ${size}`);
        } catch (error) {
          faults.push(`${name}: ${error.message}`);
          page.wrongs.length = 0;
        }
      }
      took.sort(([a], [b]) => b - a);
      console.log(`      there after (ms): ${took.map(([ms, name]) => `${name} ${ms}`).join(', ')}`);
      assert.deepEqual(faults, []);
      await page.context().close();
    },
  ]),
);
