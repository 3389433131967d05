import { defineConfig } from "vitest/config";

/**
 * `npm test`: everything that needs neither a GPU driver nor many minutes; tests of pages are skipped where there is no Chromium.
 *
 * No test is about time: that is for `bench/`. The limits here are for what hangs, and far from what a busy machine needs.
 */
export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts", "page/**/*.test.ts"],
    exclude: ["**/*.full.test.ts", "**/*.webgpu.test.ts", "node_modules/**"],
    globalSetup: "test/postgres/global-setup.ts",
    pool: "forks",
    maxWorkers: "100%", // its own choice leaves a core free: half of a machine of two
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
