/**
 * The one sentence at the top of a report: the finding, no stronger than the runs allow.
 */
import { chanceOf, chanceText, guessers } from "./chance.ts";
import { contendersOf, testOfMoreSeeds } from "./contenders.ts";
import { decidable, pairsOf, seedsNeeded } from "./decidable.ts";
import { count, formatPercentEstimate, formatRate, listInWords } from "./format.ts";
import { seedEstimate, shares } from "./seed-estimate.ts";
import { endedRuns, leadersOf, type OptimizerRuns, type StudyView } from "./study-view.ts";

/** The finding in one sentence; for an unfinished study it begins with how far it is. */
export function headlineOf(view: StudyView): string {
  const { planned, finished, diverged } = view.progress;
  const ended = finished + diverged;
  const soFar = ended < planned ? `So far (${ended} of ${count(planned, "trial")}): ` : "";
  const leaders = leadersOf(view);
  if (leaders.length === 0) return `${soFar}no trial has finished${diverged > 0 ? `, ${diverged} diverged` : ""}.`;
  const finding = leaders.length === 1 ? leadWords(leaders[0]!) : tieWords(leaders);
  return `${soFar}${finding}${chanceWords(view, leaders)}${seedWords(view)}.`;
}

function leadWords(leader: OptimizerRuns): string {
  const rate = Number.isNaN(leader.best!.lr) ? "" : `at learning rate ${formatRate(leader.best!.lr)}, `;
  return `${leader.label} leads on validation, ${rate}with ${testWords(leader)}`;
}

/** `lion (learning rate 2e-4) and adam (0.001) tie on validation; …`: who did exactly as well leads as much. */
function tieWords(leaders: readonly OptimizerRuns[]): string {
  const names = leaders.map(({ label, best }) => `${label} (learning rate ${formatRate(best!.lr)})`);
  const tests = leaders.map((leader) => `${leader.label} has ${testWords(leader)}`);
  return `${listInWords(names)} tie on validation; ${listInWords(tests)}`;
}

/** `, no better than guessing, which reaches …`, where that is so of all who lead. */
function chanceWords(view: StudyView, leaders: readonly OptimizerRuns[]): string {
  const idle = guessers(view);
  const chance = chanceOf(view);
  if (chance === null || !leaders.every((leader) => idle.includes(leader))) return "";
  return `, no better than ${chanceText(chance.test)}`;
}

function testWords(leader: OptimizerRuns): string {
  const accuracies = endedRuns(leader.best!).flatMap((run) => run.trial.result?.test?.accuracy ?? []);
  const imported = leader.best!.runs.some(({ trial }) => trial.config.imported !== undefined);
  const known = accuracies.filter((accuracy) => !imported || !Number.isNaN(accuracy));
  if (known.length === 0 && imported) return "no test accuracy in the files";
  return accuracies.length === 0
    ? "its test accuracy not read yet"
    : `${formatPercentEstimate(seedEstimate(accuracies, shares))} test accuracy`;
}

function seedWords(view: StudyView): string {
  const contenders = contendersOf(view);
  if (contenders.length < 2) return "";
  const seeds = contenders.flatMap(({ setting: { best } }) => (best ? [endedRuns(best).length] : []));
  const fewest = Math.min(...seeds);
  const comparisons = pairsOf(seeds.length);
  if (comparisons === 0) return "";
  if (decidable({ n1: fewest, n2: fewest }, comparisons)) return "; whether the differences are real is tested below";
  const needed = seedsNeeded(comparisons, testOfMoreSeeds(view));
  return ` (${fewest === 1 ? "one seed" : `${fewest} seeds`}: no claim about a difference; ${needed} could make one)`;
}
