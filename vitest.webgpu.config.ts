import { defineConfig } from "vitest/config";
import { useSoftwareVulkan } from "./test/webgpu/software-vulkan.ts";

// Here and not in a test: a process reads the path of its shared libraries once, when it starts.
useSoftwareVulkan(process.env);

/** `npm run test:webgpu`: the op suite and a small training on a WebGPU driver, which must exist. */
export default defineConfig({
  test: {
    include: ["src/**/*.webgpu.test.ts", "test/**/*.webgpu.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
