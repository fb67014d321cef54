import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'parts', include: ['src/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'paths',
          include: ['tests/**/*.test.ts'],
          // browsers, servers and captures share two cores, with moments when nothing moves: what fails twice has failed
          retry: 1,
          // a page asks again after a second, and later while it waits for answers
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
