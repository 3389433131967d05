import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import { commands } from "../../../src/cli/commands/index.ts";
import { runCommandLine } from "../../../src/cli/parser.ts";
import { targets } from "../../../src/codegen/targets/index.ts";
import { LabError } from "../../../src/core/errors.ts";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { exportWork } from "./export-work.ts";
import { libraryFile } from "./library-work.ts";
import type { ExportPart } from "./messages.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-playground-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Exported = Extract<ExportPart, { kind: "export" }>;

const exportsOf = (text: string, name = "mine", first = "optax"): readonly Exported[] =>
  [...exportWork({ name, text, first })].filter((part): part is Exported => part?.kind === "export");

async function ofCommandLine(file: string, target: string): Promise<string> {
  const terminal = fakeTerminal({ cwd: folder });
  const argv = ["export", `./${file}`, "--to", target];
  expect(await runCommandLine({ argv, commands, version: "1.2.3", terminal })).toBe(0);
  return terminal.out.text();
}

describe("the export of the page is that of the command line, to the last byte", () => {
  const programs: [name: string, text: string][] = [
    ["lion", libraryFile("lion")],
    [
      "found",
      libraryFile("paper-discovered")
        .replace("0.899", "0.8")
        .replace(/^#.*\n/gm, ""),
    ],
    [
      "mine",
      "hyper beta = 0.9  # how much is kept\nstate m = zeros\nm = lerp(g, m, beta)\nw -= lr * m / global_norm(m)\n",
    ],
  ];
  test.each(programs)("%s", async (name, text) => {
    writeFileSync(join(folder, `${name}.txt`), text);
    const found = exportsOf(text, name);
    expect(found.map(({ target }) => target).sort()).toEqual(
      ["pytorch", "optax", "keras", "numpy", "typescript", "tfjs", "latex", "json"].sort(),
    );
    for (const { target, text: own } of found) expect(own).toBe(await ofCommandLine(`${name}.txt`, target));
  });
});

it("gives the target that is looked at first, and names files as their ecosystems do", () => {
  const found = exportsOf("w = w - lr * sign(g)\n", "My-sign", "latex");
  expect(found[0]!.target).toBe("latex");
  expect(found.map(({ file }) => file)).toContain("my_sign.py");
});

it("gives all targets but those of bytes", () => {
  const names = exportsOf("w = w - lr * g\n").map(({ target }) => target);
  expect(names.sort()).toEqual(
    targets
      .filter(({ bytes }) => bytes === undefined)
      .map(({ name }) => name)
      .sort(),
  );
});

it("says in the target's own sentence what it lacks, and goes on with the others", () => {
  const [first, ...others] = targets.filter(({ bytes }) => bytes === undefined);
  const sentence = "This ecosystem has no sign; NumPy has: --to numpy.";
  const poor = {
    ...first!,
    print: () => {
      throw new LabError("target-lacks", sentence);
    },
  };
  const edited = { name: "mine", text: "w = w - lr * sign(g)\n", first: poor.name };
  const found = [...exportWork(edited, [poor, ...others])].filter((part): part is Exported => part?.kind === "export");
  expect(found[0]).toMatchObject({ target: poor.name, text: null, refusal: sentence });
  expect(found.slice(1).every(({ text, refusal }) => text !== null && refusal === null)).toBe(true);
  expect(found).toHaveLength(others.length + 1);
});
