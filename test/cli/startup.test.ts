import { expect, test } from "vitest";
import { loadedModules } from "./loaded-modules.ts";

test("help loads the commands' words and what they are made of, and nothing that works", async () => {
  const { ours, packages } = await loadedModules(["--help"], ".");
  expect(ours).toContain("cli/commands/compare.js");
  expect(packages).toEqual(["commander"]);
  const others = ours.filter((path) => !/^(cli|core)\//.test(path));
  expect(others.sort()).toEqual(["records/monitor.js", "records/training-settings.js", "study/training-flags.js"]);
});
