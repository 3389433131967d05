import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { type SyntheticOptions, syntheticStudy } from "../../../test/report/synthetic-study.ts";
import { storeStudy } from "../../../test/samples/stored-study.ts";
import type { StudyRecord, TrialRecord } from "../../records/records.ts";
import { runCommandLine } from "../parser.ts";
import { commands } from "./index.ts";

const cwd = mkdtempSync(join(tmpdir(), "diff-"));
afterAll(() => rmSync(cwd, { recursive: true }));

type Study = { readonly study: StudyRecord; readonly trials: readonly TrialRecord[] };

let stored = 0;

/** A folder with a run. */
async function folder(study: Study): Promise<string> {
  const path = join(cwd, String(++stored));
  await storeStudy(join(path, "study.sqlite"), study);
  return path;
}

const made = (options: SyntheticOptions = {}): Study =>
  syntheticStudy({ name: "gate", optimizers: ["lion", "adamw"], rates: 3, seeds: 8, ...options });

/** Lion's test accuracy moved by `change`, which may depend on the seed; null: it diverges. */
function lionMoved(study: Study, change: (seed: number) => number | null): Study {
  const trials = study.trials.map((trial) => {
    const { result, config } = trial;
    if (config.optimizer.name !== "lion" || result?.test == null) return trial;
    const by = change(config.seed);
    if (by === null) {
      return {
        ...trial,
        result: {
          ...result,
          status: "diverged" as const,
          stopped: "diverged" as const,
          divergedAtStep: 9999,
          test: null,
        },
      };
    }
    return { ...trial, result: { ...result, test: { ...result.test, accuracy: result.test.accuracy + by } } };
  });
  return { ...study, trials };
}

async function diff(old: Study, now: Study, ...more: string[]) {
  const terminal = fakeTerminal({ cwd });
  const argv = ["diff", await folder(old), await folder(now), ...more];
  const code = await runCommandLine({ argv, commands, version: "1", terminal });
  return { code, out: terminal.out.text() };
}

async function facts(old: Study, now: Study, ...more: string[]) {
  const { code, out } = await diff(old, now, "--json", ...more);
  return { code, ...JSON.parse(out) };
}

describe("lionlab diff", () => {
  test("identical runs are told so, exit code 0", async () => {
    const { code, out } = await diff(made(), made());
    expect(code).toBe(0);
    expect(out).toMatch(/^lion .* identical$/m);
    expect(out).toContain("Every seed gave the same figure.");
    const few = await facts(made({ seeds: 1 }), made({ seeds: 1 }));
    expect(few).toMatchObject({ code: 0, optimizers: [{ verdict: "identical" }, { verdict: "identical" }] });
  });

  test("an optimizer that got worse on the same seeds is found by pairs, exit code 3, and better by the other order", async () => {
    const worse = lionMoved(made(), (seed) => -0.02 - 0.0001 * seed);
    const found = await facts(made(), worse);
    expect(found).toMatchObject({ code: 3, worse: ["lion"], otherwise: [] });
    expect(found.optimizers[0]).toMatchObject({ label: "lion", test: "wilcoxon", sharedSeeds: 8, verdict: "worse" });
    expect(found.optimizers[0].pHolm).toBeCloseTo(2 * 2 ** -7, 12);
    expect(found.optimizers[0].shift.value).toBeCloseTo(-0.02035, 5);
    expect(found.optimizers[1]).toMatchObject({ label: "adamw", verdict: "identical" });
    expect(await facts(worse, made())).toMatchObject({ code: 0, worse: [], optimizers: [{ verdict: "better" }, {}] });
    expect((await diff(made(), worse)).out).toContain("Worse than chance explains at the 5 % level: lion.");
  });

  test("what is within chance, or a negligible effect, is not worse", async () => {
    const noise = lionMoved(made(), (seed) => (seed % 2 === 0 ? 0.001 : -0.0011));
    expect(await facts(made(), noise)).toMatchObject({ code: 0, optimizers: [{ verdict: "same" }, {}] });
    const tiny = await facts(
      made(),
      lionMoved(made(), () => -1e-7),
    ); // all pairs agree, and nobody would notice
    expect(tiny).toMatchObject({ code: 0, optimizers: [{ test: "wilcoxon", verdict: "same" }, {}] });
    expect(tiny.optimizers[0].pHolm).toBeLessThan(0.05);
  });

  test("seeds that now diverge count", async () => {
    const found = await facts(
      made(),
      lionMoved(made(), (seed) => (seed < 7 ? null : 0)),
    );
    expect(found.optimizers[0]).toMatchObject({ diverged: { old: 0, new: 7 }, verdict: "worse" });
    expect(found.code).toBe(3);
  });

  test("fewer shared seeds are compared as samples; too few cannot tell", async () => {
    const five = lionMoved(made({ seeds: 5 }), () => -0.05);
    expect((await facts(made({ seeds: 5 }), five)).optimizers[0]).toMatchObject({
      test: "mann-whitney",
      verdict: "worse",
    });
    const three = await diff(
      made({ seeds: 3 }),
      lionMoved(made({ seeds: 3 }), () => -0.05),
    );
    expect(three.code).toBe(0);
    expect(three.out.replace(/\s+/g, " ")).toContain(
      "Too few seeds to tell: lion. It takes 5 a side, or 7 that both runs share.",
    );
  });

  test("optimizers and settings that only one run has are named", async () => {
    const other = made({ optimizers: ["lion", "sgd"], epochs: 6 });
    const { out } = await diff(made(), other);
    expect(out).toContain("alone: adamw.");
    expect(out).toContain("alone: SGD with momentum.");
    expect(out).toContain("The runs do not share their settings: training.");
    await expect(diff(made(), made({ optimizers: ["sgd"] }))).rejects.toThrow("share no optimizer of the same label");
  });
});
