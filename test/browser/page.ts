/**
 * What a page does with the laboratory, for `bundle.test.ts`, which runs it where there is neither Node nor a file.
 */
import { listFileText } from "../../src/codegen/listing/list-text.ts";
import { targets } from "../../src/codegen/targets/index.ts";
import { parseProblem } from "../../src/lionk/read-problem.ts";
import { solve } from "../../src/lionk/solve.ts";
import { newStudyState } from "../../src/live/study-state.ts";
import { resolveLibrary } from "../../src/optimizers/resolve-text.ts";
import { checkText } from "../../src/program/check.ts";
import { fingerprintOf } from "../../src/program/fingerprint.ts";
import type { StudyRecord, TrialRecord } from "../../src/records/records.ts";
import { buildReport } from "../../src/report/build-report.ts";

/** A bowl whose lowest point (2, -1) lies outside the box |x_i| <= 1: Lion ends at (1, -0.5). */
const problem = `
objective: { kind: quadratic, A: [[3, 1], [1, 2]], c: [2, -1] }
k: { kind: l1 }
x0: [-3, 3]
lr: 0.02
`;

/** Given the records of a study as JSON; what it found as JSON. */
export function visit(records: string): string {
  const { study, trials } = JSON.parse(records) as { study: StudyRecord; trials: readonly TrialRecord[] };
  const { k, cases, options } = parseProblem(problem, {
    file: "box.yaml",
    csvText: (path) => {
      throw new Error(`there is no ${path}`);
    },
  });
  const lion = resolveLibrary({ name: "lion" });
  const text = "state m = zeros\nm = lerp(g, m, 0.9)\nw = w - lr * sign(m)\n";
  const listing = listFileText({ path: "./mine.txt", text });
  const report = buildReport({ study, trials });
  return JSON.stringify({
    x: [...solve(k, cases[0]!.objective, options).x],
    fingerprint: fingerprintOf(lion.rule),
    mistakes: checkText("w = w - oops\n").length,
    exported: targets.map((target) => [target.name, target.print(listing).length > 200]),
    sections: report.sections.length,
    total: newStudyState(3).total,
  });
}
