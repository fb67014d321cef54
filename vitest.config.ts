import { defineConfig } from 'vitest/config';

/** Tests lie beside the code; vite.config.ts is the page's own. */
export default defineConfig({
  test: { include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'tests/**/*.test.ts'] },
});
