/**
 * What `lionlab claim` says, as one object and as text.
 */
import { count, formatRate } from "../../report/format.ts";
import { type TargetClaim, targetClaim } from "../../stats/target-claim.ts";
import { plainTable } from "../plain-table.ts";
import { wrapped } from "../wrapped.ts";
import type { ClaimRuns } from "./claim-runs.ts";
import { figureText, percentText, pText } from "./figure-text.ts";

/** The facts. */
export interface ClaimFacts extends TargetClaim, ClaimRuns {
  readonly target: number;
  readonly lowerIsBetter: boolean;
  readonly alpha: number;
  readonly sigma: number | null;
  /** The test that decides: `z` where the deviation is known, else `t`, else `sign`. */
  readonly decidedBy: "z" | "t" | "sign";
  readonly p: number;
  readonly holds: boolean;
}

/** Tests the claim. */
export function claimFacts(
  runs: ClaimRuns,
  how: {
    readonly target: number;
    readonly lowerIsBetter: boolean;
    readonly alpha: number;
    readonly sigma?: number | undefined;
  },
): ClaimFacts {
  const claim = targetClaim(
    runs.runs.map(({ value }) => value),
    how.target,
    how,
  );
  const decidedBy = claim.z !== null ? "z" : claim.t !== null ? "t" : "sign";
  const { p } = claim.z ?? claim.t ?? claim.sign;
  return { ...runs, ...claim, ...how, sigma: how.sigma ?? null, decidedBy, p, holds: p <= how.alpha };
}

/** Every run, the three tests, and the verdict. */
export function claimText(facts: ClaimFacts, { width }: { readonly width: number }): string {
  const { optimizer, rate, figure, target, runs, n, mean, deviation, margin, t, z, sign, sigma } = facts;
  const values = runs.map(({ seed, value }) => `${seed}: ${Number.isFinite(value) ? figureText(value) : "diverged"}`);
  const rows = [
    ...(z === null
      ? []
      : [["known deviation", `z = ${figureText(z.statistic)}`, pText(z.p), `sigma ${figureText(sigma)}`]]),
    t === null
      ? ["Student's t", "–", "–", "needs runs that differ"]
      : ["Student's t", `t = ${figureText(t.statistic)}`, pText(t.p), `deviation ${figureText(deviation)}`],
    ["signs", `${sign.better} better, ${sign.worse} worse`, pText(sign.p), "exact"],
  ];
  const beyond = margin > 0 ? `better than the target by ${figureText(margin)}` : `not better than the target`;
  return [
    `${optimizer} at rate ${formatRate(rate)}, ${figure}, ${count(n, "seed")}: mean ${figureText(mean)}, target ${figureText(target)}: ${beyond}`,
    wrapped(`seeds  ${values.join("  ")}`, { width, indent: 7 }),
    "",
    plainTable([{ title: "test, one-sided" }, { title: "statistic" }, { title: "p" }, { title: "" }], rows),
    ...sentences(facts).map((sentence) => wrapped(sentence, { width, indent: 0 })),
    "",
  ].join("\n");
}

function sentences({ holds, decidedBy, p, alpha, n, ratesTried, sign }: ClaimFacts): readonly string[] {
  const test = { z: "the normal test", t: "Student's t", sign: "signs" }[decidedBy];
  const said = holds ? "The claim holds" : "The claim does not hold";
  const least = 2 ** -n;
  return [
    `${said} at the ${percentText(alpha)} level, by ${test}: p = ${pText(p)}.`,
    ...(sign.p > alpha && least > alpha
      ? [`By signs ${count(n, "seed")} could not have shown it: at best p = ${pText(least)}.`]
      : []),
    ...(ratesTried > 1
      ? [
          `${ratesTried} rates were tried on these seeds. Unless this one was fixed beforehand, leave out the seeds that chose it (--exclude-seeds).`,
        ]
      : []),
    "It counts if step, seeds and target were fixed before anyone looked, and no seed was left out for its result.",
  ];
}
