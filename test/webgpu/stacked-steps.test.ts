/**
 * Stacked trials on the software GPU that comes with Chromium, where it is installed: `npm run test:webgpu` needs it and tests all of
 * it. In a process of its own, since a process reads the path of its shared libraries once, when it starts.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { softwareVulkan } from "./software-vulkan.ts";

const root = join(import.meta.dirname, "../..");

test.skipIf(softwareVulkan() === null)("stacked trials have the bits of single ones on a software GPU", () => {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const config = join(root, "vitest.webgpu.config.ts");
  const file = "test/webgpu/stacked-steps.webgpu.test.ts";
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, "run", "--config", config, file, "-t", "rates"],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    },
  );
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toMatch(/Tests +1 passed/);
});
