/**
 * A program of the library's dialect without what its weights never depend on, in the dialect and the words it was written in.
 *
 * Liveness starts from the last assignment to `w`. A name read means the assignment before it, or else its declaration; whoever reads a
 * state's old value needs the assignment that made it in the step before. Every operand counts, so what is kept may be more than needed.
 */
import type { Expression, Program, Statement } from "./ast.ts";

/** A pruned program, and the statements that are gone, as places in the given one. */
export interface PrunedLibrary {
  readonly program: Program;
  /** Not even this step's weights or states depend on them. */
  readonly deadWithinStep: readonly number[];
  /** States depend on them, but no weights of this or a later step do. */
  readonly deadAcrossSteps: readonly number[];
  readonly deadStates: readonly string[];
}

/** Prunes a valid program of the library's dialect. Law: the weights are the same, bit for bit. */
export function pruneLibrary(program: Program): PrunedLibrary {
  const { statements } = program;
  const carried = statements.flatMap((each) => (each.kind === "state" || each.kind === "scalar" ? [each.target] : []));
  const places = statements.map((_, at) => at);
  const last = (name: string): number => definitionOf(statements, name, statements.length);
  const declared = places.filter((at) => ["state", "scalar"].includes(statements[at]!.kind));
  const across = reach(statements, { roots: [last("w")], carried });
  const within = reach(statements, { roots: [last("w"), ...carried.map(last), ...declared], carried });
  return {
    program: { ...program, statements: statements.filter((_, at) => across.has(at)) },
    deadWithinStep: places.filter((at) => !within.has(at)),
    deadAcrossSteps: places.filter((at) => within.has(at) && !across.has(at)),
    deadStates: statements.flatMap((each, at) => (each.kind === "state" && !across.has(at) ? [each.target] : [])),
  };
}

/** Places of all statements that those at `roots` need, themselves included. */
function reach(
  statements: readonly Statement[],
  { roots, carried }: { readonly roots: readonly number[]; readonly carried: readonly string[] },
): ReadonlySet<number> {
  const live = new Set<number>();
  const pending = [...roots];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const statement = statements[at];
    if (statement === undefined || statement.kind === "return" || live.has(at)) continue;
    live.add(at);
    if (statement.kind !== "assign" && carried.includes(statement.target)) {
      pending.push(definitionOf(statements, statement.target, statements.length));
    }
    for (const name of namesIn(statement.value)) pending.push(definitionOf(statements, name, at));
  }
  return live;
}

/** Place of the statement that gave a name its value before a place; -1 where none did. */
function definitionOf(statements: readonly Statement[], name: string, before: number): number {
  return statements.slice(0, before).findLastIndex((each) => each.kind !== "return" && each.target === name);
}

/** Names that an expression reads. Its own stack: a sum may be thousands of terms deep. */
function namesIn(expression: Expression): readonly string[] {
  const names: string[] = [];
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case "number":
      case "flag":
        break;
      case "name":
        names.push(next.name);
        break;
      case "call":
        pending.push(...next.args);
        break;
      case "unary":
        pending.push(next.operand);
        break;
      case "binary":
        pending.push(next.left, next.right);
        break;
      case "choice":
        pending.push(next.condition, next.whenTrue, next.whenFalse);
        break;
    }
  }
  return names;
}
