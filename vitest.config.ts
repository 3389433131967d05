import { defineConfig } from "vitest/config";

/** `npm test`: everything that needs neither a browser, nor a GPU driver, nor many minutes. */
export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: ["**/*.full.test.ts", "**/*.webgpu.test.ts", "node_modules/**"],
    pool: "forks",
    testTimeout: 60_000,
  },
});
