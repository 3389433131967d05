import { describe, expect, test } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { inference } from "../../../test/stats/golden.ts";
import { commands } from "../commands/index.ts";
import { runCommandLine } from "../parser.ts";

async function stats(line: string, input: string) {
  const terminal = fakeTerminal({ input });
  await runCommandLine({ argv: ["stats", ...line.split(" ")], commands, version: "1", terminal });
  return terminal.out.text();
}

const facts = async (line: string, input: string) => JSON.parse(await stats(`${line} --json`, input));

const seven = `workload,lion,adamw,sgd
cnn,0.91,0.90,0.80
vit,0.85,0.84,0.60
mixer,0.88,0.86,0.70
resnet,0.95,0.94,0.92
mlp,0.89,0.90,0.85
resnext,0.96,0.95,0.93
lenet,0.87,0.86,diverged
`;

describe("lionlab stats rank", () => {
  test("ranks over workloads with groups and pairs", async () => {
    const found = await facts("rank -", seven);
    expect(found).toMatchObject({ workloads: 7, optimizers: [{ name: "lion" }, { name: "adamw" }, { name: "sgd" }] });
    expect(found.optimizers[0].meanRank).toBeCloseTo(8 / 7, 12);
    expect(found.criticalDifference).toBeCloseTo(2.344 * Math.sqrt(12 / 42), 3);
    expect(found.cliques).toEqual([
      ["lion", "adamw"],
      ["adamw", "sgd"],
    ]);
    expect(found.pairs[1]).toMatchObject({ first: "lion", second: "sgd", wins: 7, losses: 0, p: 2 / 2 ** 7 });
    expect(found.pairs[1].pBenjaminiHochberg).toBeCloseTo((3 / 2) * (2 / 2 ** 7), 12); // both pairs with sgd are as clear
    expect(found.pairs[1].pHolm).toBeCloseTo(3 * (2 / 2 ** 7), 12);
    const text = await stats("rank -", seven);
    expect(text).toMatch(/^lion +1\.14 {2}a$/m);
    expect(text).toMatch(/^adamw +1\.86 {2}ab$/m);
    expect(text.replace(/\s+/g, " ")).toContain("the 3 optimizers differ more than chance explains at the 5 % level");
  });

  test("agrees with SciPy, and losses are ranked the other way round", async () => {
    for (const [table, chiSquare, p] of inference.friedman.slice(0, 20)) {
      if (chiSquare === null) continue;
      const text = table.map((row) => row.join(",")).join("\n");
      for (const line of ["rank -", "rank - --lower-is-better"]) {
        expect((await facts(line, text)).friedman).toEqual({
          chiSquare: expect.closeTo(chiSquare, 9),
          p: expect.closeTo(p!, 10),
        });
      }
    }
    const losses = await facts("rank - --lower-is-better --columns lion,sgd", seven);
    expect(losses.optimizers.map(({ name }: { name: string }) => name)).toEqual(["sgd", "lion"]);
  });

  test("below five workloads it makes no groups, and says so", async () => {
    const four = seven.split("\n").slice(0, 5).join("\n");
    expect(await facts("rank -", four)).toMatchObject({ criticalDifference: null, cliques: [] });
    expect((await stats("rank -", four)).replace(/\s+/g, " ")).toContain(
      "Critical differences need at least 5 workloads",
    );
  });

  test.each([
    ["a,b\n1,2\n", "Friedman's test needs at least 2 workloads, but there is 1."],
    ["a,b\n1,2\n3,\n", "every optimizer needs a figure on every workload, but b has only 1 of 2."],
    ["w,a,b\nx,1,2\ny,3,z\n", "standard input:3: the column b must hold numbers"],
    ["a\n1\n2\n", "needs a figure of at least two optimizers"],
  ])("refuses %j", async (input, sentence) => {
    await expect(stats("rank -", input)).rejects.toThrow(sentence);
  });
});

describe("lionlab stats times", () => {
  test("scores as AlgoPerf does", async () => {
    for (const [times, scores] of inference.times.slice(0, 20)) {
      const workloads = times[0]!.map((_, w) => times.map((row) => row[w] ?? "inf").join(","));
      const found = await facts("times -", `${times.map((_, s) => `o${s}`).join(",")}\n${workloads.join("\n")}\n`);
      for (const { name, score } of found.optimizers) expect(score).toBeCloseTo(scores[Number(name.slice(1))]!, 4);
    }
  });

  test("shows ratios, misses and what the score is", async () => {
    const table = "workload;lion;adamw\ncnn;10;20\nvit;30;inf\n";
    const text = await stats("times -", table);
    expect(text).toMatch(/^lion +1\.000 +2\/2 +1 +1$/m);
    expect(text).toMatch(/^adamw +0\.333 +1\/2 +2 +–$/m);
    const found = await facts("times -", table);
    expect(found.optimizers[1].profile).toContainEqual({ tau: 2, share: 0.5 });
    await expect(stats("times -", "a,b\n0,1\n2,3\n")).rejects.toThrow("Times to a target are above 0");
  });
});
