import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { planStudy } from "./plan.ts";
import { withProgramTexts } from "./program-texts.ts";
import { parseStudy } from "./read.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-texts-"));
const file = join(folder, "own.txt");
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const common = `name: own\ndata: { name: fashion-mnist }\nmodel: fashion-cnn\ntraining: { epochs: 4 }\n`;
const options = { fingerprint: "f", command: "npx lionlab compare own.yaml" };

it("is planned without its program files as it was with them, to the same record", () => {
  writeFileSync(file, "state m = zeros\nm = lerp(g, m, 0.9)\nw = w - lr * sign(m)\n");
  const studies = [
    `${common}optimizers: [{ name: ${file}, lr: [0.1, 0.01] }, { name: lion, lr: 0.001 }]\n`,
    `${common}optimizers: [{ name: ${file}, lr: { centre: 0.1 } }]\ntuning: { trials: 3 }\nevaluation: { seeds: [9] }\n`,
  ].map((text) => parseStudy(text));
  const plans = studies.map((study) => planStudy(study, options));
  const taken = studies.map(withProgramTexts);
  rmSync(file);
  expect(() => planStudy(studies[0]!, options)).toThrow("cannot be read");
  for (const [i, study] of taken.entries()) {
    const plan = planStudy(study, options);
    expect(plan.study).toEqual(plans[i]!.study);
    expect(plan.outline).toEqual(plans[i]!.outline);
  }
});
