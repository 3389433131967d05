import { defineConfig } from "vitest/config";

/** `npm run test:full`: the long tests alone (many kills, browsers). */
export default defineConfig({
  test: {
    include: ["src/**/*.full.test.ts", "test/**/*.full.test.ts"],
    globalSetup: "test/postgres/global-setup.ts",
    pool: "forks",
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
