/**
 * The programs of a search than which none is as good in every respect: fitness, the worst of its runs, length, and states.
 *
 * The hall of fame knows fitness and length. Where seeds differ in rate and scale of gradients, the worst run says how a program bears what does not
 * suit it; a state is a copy of the weights in memory.
 */
import type { EvaluationRecord } from "./search-records.ts";

/** What a program is judged by. More of the first two is better, less of the others. */
export interface Objectives {
  readonly fitness: number;
  /** Lowest score of its runs. */
  readonly worst: number;
  /** Statements of the pruned program. */
  readonly length: number;
  /** Values for each weight that it keeps between steps. */
  readonly states: number;
}

/** Objectives of an evaluated program. */
export function objectivesOf({ fitness, scores, length, program }: EvaluationRecord): Objectives {
  return { fitness, worst: Math.min(fitness, ...scores.map(({ score }) => score)), length, states: statesOf(program) };
}

/** States that a pruned program changes: names that it returns besides the update, and that a statement gives a value. */
function statesOf(program: string): number {
  const body = program.slice(program.lastIndexOf("def train("));
  const returned = (/^\s*return (.*)$/m.exec(body)?.[1] ?? "").split(",");
  const assigned = new Set(Array.from(body.matchAll(/^\s*(\w+) =/gm), ([, name]) => name!));
  return returned.slice(1).filter((name) => assigned.has(name.trim())).length;
}

/** The front, by falling fitness: of programs that scored at all, those that no other matches in everything. Of equals the earliest stays. */
export function paretoFront<T extends Objectives & { readonly number: number }>(programs: readonly T[]): readonly T[] {
  const ordered = programs
    .filter(({ fitness }) => fitness > 0)
    .sort(
      (a, b) =>
        b.fitness - a.fitness || a.length - b.length || a.states - b.states || b.worst - a.worst || a.number - b.number,
    );
  const front: T[] = [];
  for (const one of ordered) if (!front.some((other) => matches(other, one))) front.push(one); // whoever matches it comes before it
  return front;
}

function matches(a: Objectives, b: Objectives): boolean {
  return a.fitness >= b.fitness && a.worst >= b.worst && a.length <= b.length && a.states <= b.states;
}
