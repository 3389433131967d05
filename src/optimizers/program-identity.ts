/** What a program computes, as a number, and what it does, as another. */
import { LabError } from "../core/errors.ts";
import { identityOf } from "../program/abstract/identity.ts";
import { bindProgram } from "../program/bind.ts";
import { fingerprintOf } from "../program/fingerprint.ts";
import { genomeOf } from "../program/genome-of.ts";
import { inPaperForm, type NamedProgram } from "./paper-form.ts";

/** Both numbers: see `identityOf` and `fingerprintOf`. */
export interface ProgramIdentity {
  /** Null where the paper's form cannot say the program, or it has choices that no genome has; `reason` says why. */
  readonly identity: string | null;
  readonly reason: string | null;
  readonly fingerprint: string;
}

/** The numbers of a valid program. `text`: what was parsed, for excerpts. */
export function identifyProgram({ text, ...given }: NamedProgram & { readonly text?: string }): ProgramIdentity {
  const { program, hyperparameters } = given;
  const fingerprint = fingerprintOf(bindProgram(program, hyperparameters));
  try {
    const form = inPaperForm(given);
    const identity = identityOf(genomeOf(form, form === program ? text : undefined));
    return { identity, reason: null, fingerprint };
  } catch (error) {
    if (error instanceof LabError && (error.code === "no-seed" || error.code === "not-a-genome"))
      return { identity: null, reason: error.message, fingerprint };
    throw error;
  }
}
