/** The verdict in words beside its mark. */
import type { VerdictDocument, VerdictMark } from "../../../src/report/verdict/verdict-document.ts";

/** What a mark says. */
export const markWords: Readonly<Record<VerdictMark, string>> = {
  nothing: "nothing can be said yet",
  alone: "nothing to compare with",
  ahead: "ahead, beyond luck",
  behind: "validation and test disagree",
  open: "not told apart",
  "too-few": "too few seeds to tell",
  untested: "too few seeds to test",
};

/** Of how many trials a verdict is that is being made again: `Of 35 of 60 trials; it is being made again.` */
export function ofText({ ended, planned }: Pick<VerdictDocument, "ended" | "planned">, isMaking: boolean): string {
  const number = (n: number): string => n.toLocaleString("en");
  const of = `Of ${number(ended)} of ${number(planned)} ${planned === 1 ? "trial" : "trials"}`;
  if (isMaking) return `${of}; it is being made again.`;
  return ended < planned ? `${of}; it is made again as trials end.` : `${of}.`;
}
