import { expect, test } from "vitest";
import { reproducingCommand } from "./study-call.ts";

test.each([
  ["lionlab compare quickstart --out /home/me/x --seeds 3", "lionlab compare quickstart --seeds 3"],
  ["lionlab compare quickstart --workers 2 --json --set 'lr=[0.1]'", "lionlab compare quickstart --set 'lr=[0.1]'"],
  ["lionlab compare quickstart --storage='/a b/c.sqlite' --data=/d", "lionlab compare quickstart"],
  ["lionlab compare ./out.yaml --outer", "lionlab compare ./out.yaml --outer"],
])("%s is told without where it ran", (typed, told) => {
  const call = { commandLine: typed } as Parameters<typeof reproducingCommand>[0];
  expect(reproducingCommand(call)).toBe(told);
});
