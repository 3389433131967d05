import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/*.full.test.ts", "**/*.webgpu.test.ts", "node_modules/**"],
    pool: "forks",
    testTimeout: 60_000,
  },
});
