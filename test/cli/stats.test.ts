/** `lionlab stats compare` as a process: standard input, exit codes, sentences. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;

beforeAll(() => {
  writeFileSync(join(cwd, "a.csv"), "0.912\n0.915\n0.909\n0.921\n0.918\n");
  writeFileSync(
    join(cwd, "utf16.csv"),
    Buffer.from("\uFEFFacc\r\n0.905\r\n0.911\r\n0.907\r\n0.910\r\n0.903\r\n", "utf16le"),
  );
});
afterAll(() => folder.dispose());

it("compares a file with standard input, and reads what Windows' editors write", async () => {
  const { code, out } = await runCli(["stats", "compare", "utf16.csv", "-", "--json"], { cwd, input: "1\n2\n" });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ n: { a: 5, b: 2 }, mannWhitney: { u: 0 } });
});

it("refuses a wrong cell in one sentence, exit code 2, nothing on standard output", async () => {
  const text = await runCli(["stats", "compare", "-", "a.csv"], { cwd, input: "0.9\n0.8 %\n" });
  expect(text).toMatchObject({ code: 2, out: "" });
  expect(text.err).toMatch(
    /^lionlab: standard input:2: the column 1 must hold numbers with a decimal point.*"0\.8 %"\.\n$/,
  );
  const json = await runCli(["stats", "compare", "none.csv", "a.csv", "--json"], { cwd });
  expect(json.code).toBe(2);
  expect(JSON.parse(json.err)).toMatchObject({ error: { code: "unreadable-file" } });
});
