import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { pairCases, twoSampleCases } from "../../../test/stats/golden.ts";
import { commands } from "../commands/index.ts";
import { runCommandLine } from "../parser.ts";

const folder = mkdtempSync(join(tmpdir(), "stats-"));
afterAll(() => rmSync(folder, { recursive: true }));

const a = [0.912, 0.915, 0.909, 0.921, 0.918];
const b = [0.905, 0.911, 0.907, 0.91, 0.903];
const lines = (values: readonly (number | string)[]) => `${values.join("\n")}\n`;

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

async function compare(args: readonly string[], input?: string) {
  const terminal = fakeTerminal({ cwd: folder, ...(input === undefined ? {} : { input }) });
  await runCommandLine({ argv: ["stats", "compare", ...args], commands, version: "1", terminal });
  return terminal.out.text();
}

const facts = async (args: readonly string[], input?: string) => JSON.parse(await compare([...args, "--json"], input));

file("a.csv", lines(a));
file("b.csv", `acc\r\n\r\n${b.join("\r\n")}`);

describe("lionlab stats compare", () => {
  test("says the figures of the reference, with their intervals", async () => {
    const found = await facts(["a.csv", "b.csv"]);
    expect(found).toMatchObject({
      names: { a: "a.csv", b: "b.csv" },
      n: { a: 5, b: 5 },
      mannWhitney: { u: 23, p: expect.closeTo(2 / 63, 12), method: "exact" },
      a12: { value: 0.92, magnitude: "large" },
      cliffsDelta: { value: expect.closeTo(0.84, 12) },
      hodgesLehmann: { value: expect.closeTo(0.008, 12) },
    });
    expect(found.stochasticOrder.a).toBeLessThan(0.5);
    expect(found.stochasticOrder.b).toBe(1);
    expect(found.a12.low).toBeLessThan(0.92);
    expect(found.a12.high).toBeGreaterThan(0.92);
    expect(found).not.toHaveProperty("wilcoxon");
  });

  test("tests pairs with --paired, as SciPy does", async () => {
    const wanted = pairCases.find(({ differences, wilcox }) => differences.length > 6 && wilcox.exact !== null)!;
    const first = file("pairs-a.csv", lines(wanted.differences));
    const second = file("pairs-b.csv", lines(wanted.differences.map(() => 0)));
    const { wilcoxon, paired } = await facts([first, second, "--paired"]);
    expect(wilcoxon).toMatchObject({ statistic: wanted.wilcox.statistic, method: "exact" });
    expect(wilcoxon.p).toBeCloseTo(wanted.wilcox.exact!, 11);
    expect(paired.signFlip.method).toBe("exact");
  });

  test("tells people what it means, and what the design could not have shown", async () => {
    const text = await compare(["a.csv", "b.csv"]);
    expect(text).toContain(
      "A value of a.csv is higher than one of b.csv 92 times in 100 (large). This is more than chance",
    );
    expect(text).toContain("The smallest p that 5 and 5 values can reach, without ties, is 0.0079.");
    const paired = (await compare(["a.csv", "b.csv", "--paired"])).replace(/\s+/g, " ");
    expect(paired).toContain(
      "no evidence that the two are equal. 5 pairs could not have shown any difference at the 5 % level",
    );
    expect(paired).toContain("It takes 6 pairs.");
    const losses = await compare(["a.csv", "b.csv", "--lower-is-better"]);
    expect(losses).toContain("A value of b.csv is lower, which is better, than one of a.csv 92 times in 100");
    for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
  });

  test.each([
    ["two columns", "run,lion,adam\n1,0.9,0.8\n2,0.7,0.6\n", ["--columns", "lion,adam"]],
    ["the only two columns", "lion;adam\n0.9;0.8\n0.7;0.6\n", []],
    ["tabs and quotes", '"lion"\tadam\n"0.9"\t0.8\n 0.7\t".6"\n', []],
    ["columns by place", "9,0.9,0.8\n9,0.7,0.6\n", ["--columns", "2,3"]],
    ["columns of names by place", "seed,lion,adam\n9,0.9,0.8\n9,0.7,0.6\n", ["--columns", "2,3"]],
    ["a byte order mark", "\uFEFFlion,adam\r\n0.9,0.8\r\n\r\n0.7,0.6", []],
    ["long form", "opt,acc\nlion,0.9\nadam,0.8\nlion,0.7\nadam,0.6\n", ["--by", "opt"]],
    [
      "long form of more",
      "seed,opt,acc\n1,sgd,0\n1,lion,0.9\n1,adam,0.8\n2,lion,0.7\n2,adam,0.6\n",
      ["--by", "opt", "--groups", "lion,adam", "--columns", "acc"],
    ],
  ])("reads %s of one file", async (_, text, args) => {
    const found = await facts(["-", ...args], text);
    expect(found.mean).toEqual({ a: expect.closeTo(0.8, 12), b: expect.closeTo(0.7, 12) });
    expect(found.n).toEqual({ a: 2, b: 2 });
  });

  test("columns of one file may have unequal lengths, those of two files any names", async () => {
    expect((await facts(["-"], "x,y\n1,2\n3,4\n5,\n")).n).toEqual({ a: 3, b: 2 });
    const two = file("two.csv", "acc,loss\n1,2\n3,4\n");
    expect((await facts([two, "-", "--columns", "loss,l"], "l\n7\n")).mean).toEqual({ a: 3, b: 7 });
    expect((await facts([two, two, "--columns", "acc"])).mean).toEqual({ a: 2, b: 2 });
  });

  test("a diverged run ranks worst, whatever the tool calls it, and is never dropped", async () => {
    for (const word of ["diverged", "nan", "NaN", "-inf", "-Infinity"]) {
      const found = await facts(["-", "b.csv"], lines([...a, word]));
      expect(found).toMatchObject({
        n: { a: 6, b: 5 },
        diverged: { a: 1, b: 0 },
        mannWhitney: { u: 23 },
        stochasticOrder: null,
      });
    }
    const losses = await facts(["-", "b.csv", "--lower-is-better"], lines([...a, "diverged"]));
    expect(losses).toMatchObject({ diverged: { a: 1, b: 0 }, mannWhitney: { u: 28 } });
    expect(await compare(["-", "b.csv"], lines([...a, "nan"]))).toMatch(/^diverged +1 +0$/m);
  });

  test("single values and constants have answers", async () => {
    expect(await facts(["-", "a.csv"], "0.5\n")).toMatchObject({ brunnerMunzel: null, standardDeviation: { a: null } });
    expect(await facts(["-"], "x,y\n1,1\n1,1\n")).toMatchObject({ mannWhitney: { p: 1 }, a12: { value: 0.5 } });
  });

  test("agrees with SciPy on random samples", async () => {
    for (const { x, y, u, exact } of twoSampleCases.slice(0, 25)) {
      const { mannWhitney } = await facts([file("x.csv", lines(x)), "-"], lines(y));
      expect(mannWhitney).toMatchObject({ u, ...(exact === null ? {} : { p: expect.closeTo(exact, 11) }) });
    }
  });

  test.each([
    ["", [], "standard input must hold numbers, but is empty."],
    ["acc\n", ["a.csv"], "standard input must hold numbers below its line of names, but has none."],
    [
      "acc\n1\nx\n",
      ["a.csv"],
      'standard input:3: the column acc must hold numbers with a decimal point, or diverged for a run without one, but here it holds "x".',
    ],
    ["1\n0,5\n", ["a.csv"], "standard input:2: a row must have 1 fields as the first has, but this has 2."],
    [
      "x,y\n1,2\n,3\n4,5\n",
      [],
      "standard input:3: the column x must hold numbers with a decimal point, or diverged for a run without one, but here it holds nothing.",
    ],
    ["x,x\n1,2\n", [], 'standard input: two columns are called "x". Rename one.'],
    ["x,y\n1,2\n", ["a.csv"], "standard input has 2 columns (x, y): say which by --columns NAME."],
    ["x,y\n1,2\n", ["a.csv", "--columns", "z"], 'standard input has no column "z"; did you mean x, y?'],
    ["x,y,z\n1,2,3\n", [], "but standard input has 3 columns: x, y, z. Write --columns A,B"],
    ["x,y\n1,\n2,\n", [], "standard input: the column y holds no numbers."],
    ["x\n1\n", ["-"], "Standard input can be one of the two samples, not both"],
    ["x\n1\n", ["a.csv", "--by", "x"], "--by x splits one file, but two were given"],
    ["o,x\na,1\nb,2\nc,3\n", ["--by", "o"], "Two groups are compared, but o of standard input has a, b, c"],
    ["o,x\na,1\nb,2\n", ["--by", "o", "--groups", "a,lion"], 'There is no group named "lion". Known: a, b.'],
    ["o,x\na,1\n", ["--by", "p", "--columns", "x"], 'There is no column of standard input named "p".'],
    ["1\n2\n", ["a.csv", "--paired"], "there are 2 values on one side and 5 on the other"],
  ])("refuses %j with %j in a sentence", async (input, args, sentence) => {
    await expect(compare(["-", ...args], input)).rejects.toThrow(sentence);
    await expect(compare(["-", ...args], input)).rejects.toHaveProperty("code");
  });
});
