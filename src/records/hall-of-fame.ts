/**
 * The hall of fame: programs of a search that are best in some way. Two halls: no other program is both as short and as good
 * (the front of length and fitness, as in PySR's table of results); and the best of each known family near the best.
 */

/** What a place in a hall depends on. */
export interface EvaluatedProgram {
  readonly program: string;
  /** Statements of the pruned program. */
  readonly length: number;
  readonly fitness: number;
  /** Number of the evaluation within its search. */
  readonly number: number;
}

/** How far below the best of all a family's best may be to have a place. */
const familySlack = 0.05;
/** Programs, unequal but for numbers, whose family is looked up; recognising one takes milliseconds. */
const mostKinds = 400;

/**
 * Pareto front of length and fitness, by rising length: of programs that scored at all, those than which none is both at
 * most as long and at least as good. Of equals the earliest stays.
 */
export function hallOfFame<T extends EvaluatedProgram>(programs: readonly T[]): readonly T[] {
  const ordered = programs
    .filter(({ fitness }) => fitness > 0)
    .sort((a, b) => a.length - b.length || b.fitness - a.fitness || a.number - b.number);
  let top = 0;
  return ordered.filter(({ fitness }) => {
    const better = fitness > top;
    if (better) top = fitness;
    return better;
  });
}

/** The best of each family that is at most 0.05 below the best of all, best first; `nameOf`: null for none that is known. */
export function bestOfFamilies<T extends EvaluatedProgram>(
  programs: readonly T[],
  nameOf: (program: string) => string | null,
): readonly T[] {
  const ordered = bestFirst(programs);
  const bar = (ordered[0]?.fitness ?? 0) - familySlack;
  const near = ordered.filter(({ fitness }) => fitness > 0 && fitness >= bar);
  const seen = new Set<string>();
  return firstOfKinds(near)
    .slice(0, mostKinds)
    .filter(({ program }) => {
      const name = nameOf(program);
      if (name === null || seen.has(name)) return false;
      seen.add(name);
      return true;
    });
}

/** Best first; of equals the shorter, then the earlier. */
export function bestFirst<T extends EvaluatedProgram>(programs: readonly T[]): readonly T[] {
  return [...programs].sort((a, b) => b.fitness - a.fitness || a.length - b.length || a.number - b.number);
}

/** The first of those that differ in numbers alone. */
export function firstOfKinds<T extends EvaluatedProgram>(programs: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return programs.filter(({ program }) => {
    const kind = program.replaceAll(/\b\d[\d.]*(e[+-]?\d+)?\b/g, "#");
    const isNew = !seen.has(kind);
    seen.add(kind);
    return isNew;
  });
}
