import { defineConfig } from "vitest/config";

const excluded = ["**/*.full.test.ts", "**/*.webgpu.test.ts", "node_modules/**"];

/** Folders of plain computing: no sessions of the runtime, servers or worker processes. Their test files share processes, which saves the start of a process for each. */
const plain = [
  "page/**/*.test.ts",
  "scripts/**/*.test.ts",
  "src/{core,formats,lionk,live,program/*,report,stats,tasks}/**/*.test.ts",
];

/**
 * `npm test`: everything that needs neither a GPU driver nor many minutes; tests of pages are skipped where there is no Chromium.
 *
 * No test is about time: that is for `bench/`. The limits here are for what hangs, and far from what a busy machine needs.
 */
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: "100%", // its own choice leaves a core free: half of a machine of two
    testTimeout: 900_000,
    hookTimeout: 900_000,
    projects: [
      {
        extends: true,
        test: {
          name: "plain",
          include: plain,
          exclude: excluded,
          isolate: false,
          setupFiles: "test/plain-arithmetic.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "all else",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...excluded, ...plain],
          globalSetup: "test/postgres/global-setup.ts",
        },
      },
    ],
  },
});
