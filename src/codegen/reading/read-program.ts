/** What a text was read as: an optimizer's facts, its numbers, and its step. */
import type { Position } from "../../program/ast.ts";
import type { ReadValue } from "./read-values.ts";

/** A hyperparameter as the text declares it; `default`: null where it has none. */
export interface ReadHyperparameter {
  readonly name: string;
  readonly default: number | boolean | null;
  /** What the text says of it; empty where it says nothing. */
  readonly about: string;
}

/** Something carried from step to step: where it starts, and what it is after a step. */
export interface ReadCarried {
  readonly kind: "state" | "scalar";
  readonly name: string;
  readonly start: ReadValue;
  readonly after: ReadValue;
}

/** A name that the text gave a value. */
export interface ReadStatement {
  readonly name: string;
  readonly value: ReadValue;
  readonly at: Position;
}

/** A step. `lists`: statements in the order of the text, each list being run through by itself: once a step, or for each tensor. */
export interface ReadStep {
  /** Without `lr`, in order. */
  readonly hyperparameters: readonly ReadHyperparameter[];
  /** The rate's default; null where the text has none. */
  readonly lr: ReadHyperparameter | null;
  readonly carried: readonly ReadCarried[];
  readonly weights: ReadValue;
  readonly lists: readonly (readonly ReadStatement[])[];
  /** Hyperparameters that keep weight decay off by being 0, as the text says. */
  readonly maskedBy: readonly string[];
}
