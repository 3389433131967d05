/**
 * What makes a comparison weaker than it looks, computed from a study's plan and its records: one warning, one sentence, and where a
 * command helps, that command.
 */
import { fewestPairs, fewestSeeds } from "../../stats/smallest-p.ts";
import type { StudyConfig } from "../config.ts";
import { borders } from "./borders.ts";
import { type Rival, rivalsOf } from "./rivals.ts";
import { specialCases } from "./special-cases.ts";
import { unevenTuning } from "./uneven-tuning.ts";
import type { StudyWarning, WarningInput } from "./warning.ts";

/** The warnings, the weightiest first. Of results there are only those that are known. Errors: those of `spaceOf`. */
export function studyWarnings(input: WarningInput): readonly StudyWarning[] {
  const rivals = rivalsOf(input);
  return [
    ...fewSeeds(input.config, input.command),
    ...borders(rivals, input),
    ...specialCases(rivals),
    ...(input.config.tuning?.minutes === undefined ? budgets(rivals) : []), // equal times are other numbers
    ...unevenTuning(rivals),
    ...divergedAtCentre(rivals),
  ];
}

/** Significance that a claim aims at, as the report's. */
const alpha = 0.05;

function fewSeeds({ seeds, optimizers }: StudyConfig, command: string): readonly StudyWarning[] {
  const pairs = (optimizers.length * (optimizers.length - 1)) / 2;
  if (pairs === 0) return [];
  if (seeds.length >= fewestSeeds(pairs, alpha)) return [];
  const needed = fewestPairs(alpha, pairs); // from which on they are compared seed by seed
  const have = `${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}`;
  const sentence = `No difference can be shown with ${have}: with ${needed} every two of ${optimizers.length} optimizers could be told apart, seed by seed.`;
  return [{ code: "few-seeds", sentence, command: `${withoutFlag(command, "--seeds")} --seeds ${needed}` }];
}

/** The command without a flag and its value. */
function withoutFlag(command: string, flag: string): string {
  return command.replace(new RegExp(` ${flag}(?: |=)(?:'[^']*'|\\S+)`, "g"), "");
}

function budgets(rivals: readonly Rival[]): readonly StudyWarning[] {
  const counts = rivals.map(({ points }) => points);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (rivals.length < 2 || fewest === most) return [];
  const [poor, rich] = [rivals[counts.indexOf(fewest)]!, rivals[counts.indexOf(most)]!];
  const sentence = `Budgets differ: ${rich.label} was tried at ${most} points, ${poor.label} at ${fewest}; more points find better ones by luck alone.`;
  return [{ code: "budgets", sentence }];
}

function divergedAtCentre(rivals: readonly Rival[]): readonly StudyWarning[] {
  const diverged = rivals.filter(
    ({ atCentre }) => atCentre.length > 0 && atCentre.every((one) => one.state === "diverged"),
  );
  if (diverged.length < 2) return [];
  const labels = diverged.map(({ label }) => label).join(", ");
  const sentence = `${labels} diverged at the centres of their spaces, which suit this model in other cases: look for a fault that they share, such as data that is not normalized.`;
  return [{ code: "diverged-at-centre", sentence }];
}
