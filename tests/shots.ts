/**
 * Pictures of every view and of the start page with the sample, light and dark, on a desk and on a phone:
 * `node tests/shots.ts FOLDER`. For looking at, and for docs/capscope.png.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM, DESKTOP, drawn, openSite, PHONE, VIEWS } from './browser/site.ts';

const folder = process.argv[2];
if (folder === undefined || CHROMIUM === undefined) {
  console.error(
    folder === undefined
      ? 'usage: node tests/shots.ts FOLDER'
      : 'no Chromium was found; set CAPSCOPE_CHROMIUM to its path',
  );
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const site = await openSite();
const { id } = await site.sample();
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries({ desk: DESKTOP, phone: PHONE })) {
    const { page, faults } = await site.open({ colorScheme, viewport, deviceScaleFactor: size === 'phone' ? 2 : 1 });
    const shoot = async (name: string): Promise<void> => {
      // Pictures of a size that has just been found are drawn again in the next frames.
      await page.waitForTimeout(300);
      const path = join(folder, `${name}-${size}-${colorScheme}.png`);
      await page.screenshot({ path });
      console.log(path);
    };
    await page.goto(site.address);
    await page.getByRole('article').first().waitFor();
    await shoot('start');
    for (const view of VIEWS) {
      await page.goto(`${site.address}/d/${id}/${view}`);
      await drawn(page, view);
      await shoot(view);
    }
    await page.goto(`${site.address}/d/${id}/flows?q=app+==+tls`);
    await drawn(page, 'flows');
    await page.locator('[role=row][data-row="0"] [data-column]').first().click();
    await page.getByRole('complementary', { name: 'Flow' }).getByRole('heading', { name: 'Source' }).waitFor();
    await shoot('inspector');
    for (const fault of faults) console.log(`fault: ${fault}`);
    await page.context().close();
  }
}
await site.close();
