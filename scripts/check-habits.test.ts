import { expect, it } from "vitest";
import { findHabitFaults, mostLines } from "./check-habits.ts";
import { parseSource } from "./source-files.ts";

it("finds files that are too long, tests apart, and folders whose names say nothing", () => {
  const long = "//\n".repeat(mostLines + 1);
  const files = { "src/a/b.ts": long, "src/a/b.test.ts": long, "src/utils/c.ts": "", "src/a/utils.ts": "" };
  const parsed = Object.entries(files).map(([path, text]) => parseSource(path, text));
  expect(findHabitFaults(parsed).map(({ path, sentence }) => `${path} ${sentence}`)).toEqual([
    `src/a/b.ts This file has ${mostLines + 1} lines; split it below ${mostLines}.`,
    'src/utils/c.ts The folder name "utils" says nothing: name what is inside.',
  ]);
});
