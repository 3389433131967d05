/** Walks the edited program and its rivals over a function of the plane. */
import { planeFunctions } from "../../../src/lionk/plane-functions.ts";
import {
  bestWalk,
  type OptimizerPath,
  type PathProgram,
  type PathSetting,
  walkPlane,
} from "../../../src/optimizers/plane-path.ts";
import { findOptimizer, resolveLibrary } from "../../../src/optimizers/resolve-text.ts";
import { checkText } from "../../../src/program/check.ts";
import { parseProgram } from "../../../src/program/parse.ts";
import { listingOf, programAt, valuesOf } from "./edited-listing.ts";
import { ownKey, type PathPart, type PathsJob } from "./messages.ts";

/** Answers with a path for each walker: the program's first, where it has no mistakes. */
export function* pathsWork({ own, rivals, on, ...given }: PathsJob): Generator<PathPart | undefined, void> {
  const of = planeFunctions.find(({ name }) => name === on) ?? planeFunctions[0]!;
  const setting: PathSetting = { of, ...given };
  if (checkText(own.text).length === 0) {
    const listing = listingOf(own);
    const program = programAt(listing, valuesOf(listing, own.values).values);
    yield* walk({ key: ownKey, title: own.name, program, lr: own.lr }, setting);
  }
  for (const { name, lr } of rivals) {
    const { program, hyperparameters } = resolveLibrary({ name });
    const { title } = findOptimizer(name);
    yield* walk({ key: name, title, program: { program: parseProgram(program), hyperparameters }, lr }, setting);
  }
}

interface WalkOf {
  readonly key: string;
  readonly title: string;
  readonly program: PathProgram;
  readonly lr: number | null;
}

interface Walked {
  readonly path: OptimizerPath;
  readonly atEdge: boolean;
}

/** Walks that were asked for: a program is edited, and its rivals stay. The newest last. */
const known = new Map<string, Walked>();
const mostKnown = 40;

function* walk({ key, title, program, lr }: WalkOf, setting: PathSetting): Generator<PathPart | undefined, void> {
  const { of, ...numbers } = setting;
  const name = JSON.stringify([program, lr, of.name, numbers]);
  const found = known.get(name) ?? (yield* newWalk(program, setting, lr));
  known.delete(name);
  known.set(name, found);
  if (known.size > mostKnown) known.delete(known.keys().next().value!);
  const { path, atEdge } = found;
  yield {
    kind: "path",
    ...{ key, title, lr: path.lr, chosen: lr === null, atEdge, divergedAt: path.divergedAt },
    points: Float64Array.from(path.points.flat()),
    gaps: Float64Array.from(path.gaps),
  };
}

function* newWalk(program: PathProgram, setting: PathSetting, lr: number | null): Generator<undefined, Walked> {
  const rests = lr === null ? bestWalk(program, setting) : walkPlane(program, setting, lr);
  for (;;) {
    const { done, value } = rests.next();
    if (done !== true) yield undefined;
    else return value !== undefined && "path" in value ? value : { path: value as OptimizerPath, atEdge: false };
  }
}
