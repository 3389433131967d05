/**
 * The hall of fame: the Pareto front of length and fitness. Source of the idea: PySR's table of results.
 */
import type { EvaluationRecord } from "../records/search-records.ts";
import type { Fame } from "./events.ts";

/**
 * The front with one more program, shortest first; the same front where the program does not belong to it.
 * Law: along the front both length and fitness rise strictly. Programs of fitness 0 have no place in it.
 */
export function withFame(front: readonly Fame[], evaluation: EvaluationRecord): readonly Fame[] {
  const { identity, fitness, length, program } = evaluation;
  if (fitness <= 0 || front.some((one) => one.length <= length && one.fitness >= fitness)) return front;
  const shorter = front.filter((one) => one.length < length);
  const longer = front.filter((one) => one.length > length && one.fitness > fitness);
  return [...shorter, { identity, fitness, length, program, family: null }, ...longer];
}
