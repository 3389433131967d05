/** `lionlab lionk solve` as a process: solved, refused with exit code 2, and interrupted. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const bowl = "objective: { kind: quadratic, A: [[3, 1], [1, 2]], c: [2, -1] }\nk: { kind: l1 }\n";

beforeAll(() => {
  writeFileSync(join(cwd, "bowl.yaml"), bowl);
  writeFileSync(join(cwd, "long.yaml"), `${bowl}steps: 100000000\n`);
  writeFileSync(join(cwd, "wrong.yaml"), `${bowl}lambda: 4\neta: 0.5\n`);
});
afterAll(() => folder.dispose());

it("solves", async () => {
  const { code, out } = await runCli(["lionk", "solve", "bowl.yaml"], { cwd });
  expect(code).toBe(0);
  expect(out).toMatch(/^x +1 {2}-0\.5/m);
});

it("refuses what is wrong before anything is written", async () => {
  const { code, out, err } = await runCli(["lionk", "solve", "wrong.yaml", "--out", "solved"], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe(
    "lionlab: wrong.yaml:4:6: lr decay = eta lambda must be at most 1, else a step goes beyond the point it decays to, but is 2.\n",
  );
  expect(existsSync(join(cwd, "solved"))).toBe(false);
  const json = await runCli(["lionk", "solve", "wrong.yaml", "--json"], { cwd });
  expect(JSON.parse(json.err)).toMatchObject({ error: { code: "lionk-eta-lambda" } });
});

it("stops at Ctrl-C and says where it stands", async () => {
  const { child, seen, ended } = startCli(["lionk", "solve", "long.yaml"], { cwd });
  await seen("left");
  child.kill("SIGINT");
  const { code, out } = await ended;
  expect(code).toBe(130);
  expect(out).toMatch(/^steps +[\d,]+ of 100,000,000 in .* s; interrupted: this is where it stood$/m);
});
