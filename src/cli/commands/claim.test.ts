import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { syntheticStudy } from "../../../test/report/synthetic-study.ts";
import { storeStudy } from "../../../test/samples/stored-study.ts";
import type { TrialRecord } from "../../records/records.ts";
import { runCommandLine } from "../parser.ts";
import { commands } from "./index.ts";

const cwd = mkdtempSync(join(tmpdir(), "claim-"));
const made = syntheticStudy({ name: "seeds", optimizers: ["lion", "adamw"], rates: 3, seeds: 6 });
const lion = made.trials.filter(({ config }) => config.optimizer.name === "lion");
const rate = [...new Set(lion.map(({ config }) => config.lr))][1]!; // the middle one, at which it learns
const runs = lion.filter(({ config }) => config.lr === rate);

beforeAll(async () => {
  await storeStudy(join(cwd, "seeds", "study.sqlite"), made);
  const changed = (change: (trial: TrialRecord) => TrialRecord) => ({ ...made, trials: made.trials.map(change) });
  const third = (trial: TrialRecord) => trial.config.lr === rate && trial.config.seed === 2;
  await storeStudy(
    join(cwd, "diverged", "study.sqlite"),
    changed((trial) =>
      third(trial)
        ? {
            ...trial,
            epochs: trial.epochs.slice(0, 2),
            result: {
              ...trial.result!,
              status: "diverged",
              bestEpoch: 2,
              stopped: "diverged",
              divergedAtStep: 300,
              test: null,
              epochs: 2,
            },
          }
        : trial,
    ),
  );
  await storeStudy(
    join(cwd, "unfinished", "study.sqlite"),
    changed((trial) => (third(trial) ? { ...trial, epochs: trial.epochs.slice(0, 2), result: null } : trial)),
  );
  await storeStudy(
    join(cwd, "curve", "study.sqlite"),
    changed((trial) => ({
      ...trial,
      epochs: trial.epochs.map((epoch) => ({
        ...epoch,
        steps: [{ step: 75 * epoch.epoch, trainLoss: epoch.trainLoss, trainAccuracy: epoch.trainAccuracy, lr: rate }],
      })),
    })),
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function claim(line: string) {
  const terminal = fakeTerminal({ cwd });
  const [study, ...words] = line.split(" ");
  const argv = ["claim", join(cwd, study!), ...words];
  const code = await runCommandLine({ argv, commands, version: "1", terminal });
  return { code, out: terminal.out.text() };
}

const ask = `--optimizer lion --rate ${rate}`;
const facts = async (line: string) => JSON.parse((await claim(`${line} --json`)).out);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("lionlab claim", () => {
  test("tests the mean of every seed's test accuracy, and says so by the exit code", async () => {
    const accuracies = runs.map(({ result }) => result!.test!.accuracy);
    const low = await claim(`seeds ${ask} --target ${(mean(accuracies) - 0.02).toFixed(3)}`);
    expect(low.code).toBe(0);
    expect(low.out).toContain("test accuracy, 6 seeds: mean");
    expect(low.out).toContain("The claim holds at the 5 % level, by Student's t: p = ");
    expect(low.out).toContain("3 rates were tried on these seeds.");
    const high = await claim(`seeds ${ask} --target ${(mean(accuracies) + 0.001).toFixed(4)}`);
    expect(high.code).toBe(3);
    expect(high.out).toContain("The claim does not hold at the 5 % level");
    const found = await facts(`seeds ${ask} --target 0.8`);
    expect(found).toMatchObject({
      n: 6,
      decidedBy: "t",
      holds: true,
      rate,
      sign: { better: 6, worse: 0, p: expect.closeTo(1 / 64, 12) },
    });
    expect(found.mean).toBeCloseTo(mean(accuracies), 12);
    expect(found.runs.map(({ value }: { value: number }) => value)).toEqual(accuracies);
  });

  test("takes a rate as tables print it, with three digits", async () => {
    const odd = {
      ...made,
      trials: made.trials.map((trial) => ({ ...trial, config: { ...trial.config, lr: trial.config.lr * 1.00001 } })),
    };
    await storeStudy(join(cwd, "odd", "study.sqlite"), odd);
    expect(await facts(`odd ${ask} --target 0.5`)).toMatchObject({ rate: rate * 1.00001, n: 6 });
  });

  test("takes validation after an epoch, the training curve at a step, and losses", async () => {
    const third = runs.map(({ epochs }) => epochs[2]!);
    const epoch = await facts(`seeds ${ask} --target 0.8 --epoch 3`);
    expect(epoch.mean).toBeCloseTo(mean(third.map(({ validationAccuracy }) => validationAccuracy)), 12);
    const step = await facts(`curve ${ask} --target 3 --step 225 --lower-is-better`);
    expect(step).toMatchObject({ figure: "training loss at step 225", holds: true });
    expect(step.mean).toBeCloseTo(mean(third.map(({ trainLoss }) => trainLoss)), 12);
    expect((await facts(`seeds ${ask} --target 0.001 --lower-is-better`)).holds).toBe(false);
  });

  test("a deviation that is known decides, as modded-nanogpt's rule does", async () => {
    const found = await facts(`seeds ${ask} --target 0.8 --sigma 0.5`);
    expect(found).toMatchObject({ decidedBy: "z", holds: false, sigma: 0.5 });
    expect(found.z.statistic).toBeCloseTo(((found.mean - 0.8) * Math.sqrt(6)) / 0.5, 12);
  });

  test("a diverged seed counts, as the worst; before it diverged it has its figures", async () => {
    const found = await facts(`diverged ${ask} --target 0.5`);
    expect(found).toMatchObject({ n: 6, holds: false, p: 1, sign: { better: 5, worse: 1 } });
    expect((await claim(`diverged ${ask} --target 0.5`)).out).toContain("2: diverged");
    expect((await facts(`diverged ${ask} --target 0.5 --epoch 2`)).sign).toMatchObject({ better: 6 });
  });

  test("seeds that chose the rate are left out", async () => {
    expect(
      (await facts(`seeds ${ask} --target 0.8 --exclude-seeds 0,3`)).runs.map((run: { seed: number }) => run.seed),
    ).toEqual([1, 2, 4, 5]);
  });

  test.each([
    ["seeds --target 0.9", "give --optimizer and --target"],
    [`seeds ${ask} --target 91`, "An accuracy is a share of 1, such as 0.91, but the target is 91."],
    ["seeds --optimizer lino --target 0.9", 'There is no optimizer named "lino". Did you mean lion?'],
    ["seeds --optimizer lion --target 0.9", "say which was decided on, by --rate."],
    ["seeds --optimizer lion --target 0.9 --rate 7", "there is none of 7; give --rate."],
    [`seeds ${ask} --target 0.9 --epoch 9`, "has no validation accuracy after epoch 9"],
    [`seeds ${ask} --target 0.9 --step 9`, "The training curve is kept every training.curveEvery steps."],
    [`seeds ${ask} --target 0.9 --step 9 --epoch 1`, "give --epoch, --step, or neither"],
    [`seeds ${ask} --target 0.9 --exclude-seeds 77`, 'There is no seed named "77".'],
    [`unfinished ${ask} --target 0.9`, "seeds 2 have no test accuracy yet: run the study to its end."],
  ])("refuses %s in a sentence", async (line, sentence) => {
    await expect(claim(line)).rejects.toThrow(sentence);
  });
});
