/** What the page asks of its worker and what comes back: each lane has one job at a time, and a new one takes the place of the old. */

import type { ListedHyperparameter } from "../../../src/codegen/listing/listing.ts";
import type { PlanePoint } from "../../../src/lionk/figures/contour-lines.ts";
import type { ProgramExplanation } from "../../../src/optimizers/explain-program.ts";
import type { DeadParts, LibraryTwin, LionKMember, StepFactsOfProgram } from "../../../src/optimizers/program-facts.ts";
import type { ProgramIdentity } from "../../../src/optimizers/program-identity.ts";
import type { Dialect } from "../../../src/program/ast.ts";
import type { ProgramMistake } from "../../../src/program/check.ts";
import type { HyperparameterValues } from "../../../src/program/symbolic.ts";

/** A program as it is edited: its name is that of its file. */
export interface EditedProgram {
  readonly name: string;
  readonly text: string;
  /** What of its hyperparameters is not at its default. */
  readonly values: HyperparameterValues;
}

/** An optimizer of the library, for a list. */
export interface OfferedOptimizer {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
}

/** All optimizers, or the text of one of them to start from. */
export type LibraryJob = { readonly of: "all" } | { readonly of: "text"; readonly name: string };

/** The answer. */
export type LibraryPart =
  | { readonly kind: "optimizers"; readonly optimizers: readonly OfferedOptimizer[] }
  | { readonly kind: "text"; readonly name: string; readonly text: string };

/** Looks at a program. */
export type ReadJob = EditedProgram;

/** What is found, part by part: first mistakes, then, where there are none, the rest. */
export type ReadPart =
  | { readonly kind: "mistakes"; readonly mistakes: readonly ProgramMistake[] }
  | ({ readonly kind: "form" } & ProgramForm)
  | ({ readonly kind: "facts" } & ProgramNature)
  | { readonly kind: "twins"; readonly twins: readonly LibraryTwin[]; readonly lionK: LionKMember | null };

/** A program's form, and what can be set. */
export interface ProgramForm {
  readonly canonical: string;
  readonly dialect: Dialect;
  /** `lr` first. */
  readonly hyperparameters: readonly ListedHyperparameter[];
  /** Values in use, `lr` left out. */
  readonly values: HyperparameterValues;
  /** Why a value that was given is not used, by hyperparameter. */
  readonly refused: { readonly [name: string]: string };
  /** The program's text with the values in use as its defaults; null where all are at their defaults. */
  readonly written: string | null;
}

/** What a program is. */
export interface ProgramNature {
  readonly explanation: ProgramExplanation;
  readonly identity: ProgramIdentity;
  readonly steps: StepFactsOfProgram;
  readonly dead: DeadParts;
}

/** A path that is compared: an optimizer of the library at its defaults. `lr` null: the best of those tried. */
export interface Rival {
  readonly name: string;
  readonly lr: number | null;
}

/** Walks the program and its rivals. */
export interface PathsJob {
  readonly own: EditedProgram & { readonly lr: number | null };
  readonly rivals: readonly Rival[];
  /** Name of the function. */
  readonly on: string;
  readonly start: PlanePoint;
  readonly steps: number;
  readonly seed: number;
}

/** Who walks: the edited program, or an optimizer of the library. */
export type Walker = { readonly own: true } | { readonly own: false; readonly name: string };

/** A path that is there. */
export interface PathPart {
  readonly kind: "path";
  readonly key: string;
  readonly title: string;
  readonly lr: number;
  /** Whether the rate was chosen among those tried, and whether it is the smallest or largest of them. */
  readonly chosen: boolean;
  readonly atEdge: boolean;
  /** x, y, x, y, … */
  readonly points: Float64Array;
  /** f above its least value, at each point. */
  readonly gaps: Float64Array;
  readonly divergedAt: number | null;
}

/** Key of the edited program among paths. */
export const ownKey = "own";

/** Writes the program for every target that gives text, this one first. */
export interface ExportJob extends Pick<EditedProgram, "name" | "text"> {
  readonly first: string;
}

/** All targets in order, or what one of them gives. */
export type ExportPart =
  | { readonly kind: "targets"; readonly targets: readonly ExportTarget[] }
  | {
      readonly kind: "export";
      readonly target: string;
      readonly file: string;
      /** Null where the target cannot say the program. */
      readonly text: string | null;
      readonly refusal: string | null;
    };

/** A target, for a tab. */
export interface ExportTarget {
  readonly name: string;
  readonly title: string;
  readonly about: string;
}

/** Jobs by lane. */
export interface JobOf {
  readonly library: LibraryJob;
  readonly read: ReadJob;
  readonly paths: PathsJob;
  readonly export: ExportJob;
}

/** What their parts are. */
export interface PartOf {
  readonly library: LibraryPart;
  readonly read: ReadPart;
  readonly paths: PathPart;
  readonly export: ExportPart;
}

/** Names of lanes, the most urgent first. */
export const lanes = ["library", "read", "paths", "export"] as const;

/** A lane. */
export type Lane = (typeof lanes)[number];

/** To the worker. */
export type Request = { [L in Lane]: { readonly lane: L; readonly id: number; readonly job: JobOf[L] } }[Lane];

/** From the worker. `failed`: a sentence, where a job could not be done. */
export type Reply =
  | { readonly lane: Lane; readonly id: number; readonly part: PartOf[Lane] }
  | { readonly lane: Lane; readonly id: number; readonly done: true; readonly failed: string | null }
  /** Says that work goes on. */
  | { readonly beat: true };
