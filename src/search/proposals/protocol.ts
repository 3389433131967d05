/**
 * What a search and a command that proposes programs say to each other: a JSON object a line, the search's on the command's
 * standard input, the command's on its standard output. `docs/discovery.md` says it for people.
 */
import { z } from "zod";

/** Version of the protocol, the first thing that a command is told. */
export const protocolVersion = 1;

/** A program of the search. */
interface ToldProgram {
  /** Text in the language of the paper, without what changes nothing. */
  readonly program: string;
  readonly fitness: number;
}

/** What the search says. */
export type Told =
  | {
      readonly kind: "begin";
      readonly protocol: typeof protocolVersion;
      readonly seed: number;
      /** The signature and the names that are returned are those of every program. */
      readonly seedProgram: string;
      readonly functions: readonly string[];
      readonly tasks: readonly string[];
      readonly maxLength: number;
      readonly rate: "any" | "last-factor";
    }
  | { readonly kind: "ask"; readonly id: number; readonly parents: readonly ToldProgram[] }
  /** The answer to an ask is no program of this search. */
  | { readonly kind: "refused"; readonly id: number | null; readonly sentence: string }
  | {
      readonly kind: "result";
      readonly id: number;
      readonly fitness: number;
      readonly status: string;
      readonly known: boolean;
    };

/** What the command says: a program for an ask. */
export const answerSchema = z.object({ id: z.int().min(0), program: z.string().min(1).max(100_000) });

/** See `answerSchema`. */
export type Answer = z.output<typeof answerSchema>;
