// What a benchmark is called with: the words after its name, which are checked before anything is measured.
import { basename, extname } from "node:path";
import { LabError, nearest } from "../src/core/errors.ts";

/** Words of one kind that a benchmark takes, such as networks or devices. */
interface WordKind {
  readonly words: readonly string[];
  /** At most one of them may be given. */
  readonly one?: true;
}

/** A benchmark's call: the words that were given, by kind, in the order of the call. */
interface BenchCall<K extends string> {
  readonly json: boolean;
  readonly given: { readonly [kind in K]: readonly string[] };
}

/**
 * Reads this process's arguments. `kinds` has what may stand after the benchmark's name by what it is called in a sentence, as in
 * `{ networks: { words: [...] } }`. Errors: `unknown-word`, `too-many-words`, which say what there is and a call that works.
 */
export function readCall<K extends string = never>(kinds: { readonly [kind in K]: WordKind }): BenchCall<K> {
  const words = process.argv.slice(2).filter((word) => word !== "--json");
  const entries = Object.entries<WordKind>(kinds) as [K, WordKind][];
  const known = entries.flatMap(([, kind]) => kind.words);
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined) throw unknownWord(unknown, entries);
  const given = {} as { [kind in K]: readonly string[] };
  for (const [kind, { words: of, one }] of entries) {
    given[kind] = words.filter((word) => of.includes(word));
    if (one && given[kind].length > 1) throw tooManyWords(kind, given[kind]);
  }
  return { json: process.argv.includes("--json"), given };
}

/** A call that works as it stands. */
export function callLine(...words: readonly string[]): string {
  return ["npx lionlab bench", benchmark(), ...words].join(" ");
}

function benchmark(): string {
  const script = process.argv[1] ?? "";
  return basename(script, extname(script));
}

function unknownWord(given: string, kinds: readonly [string, WordKind][]): LabError {
  const known = kinds.flatMap(([, { words }]) => words);
  const near = nearest(given, known);
  const there = kinds.map(([kind, { words }]) => `${kind} (${words.join(", ")})`).join("; ");
  const takes = kinds.length === 0 ? "takes no words after its name" : `takes ${there}`;
  const sentence = `The benchmark ${benchmark()} ${takes}, and was given "${given}". Try: ${callLine(...near.slice(0, 1))}`;
  return new LabError("unknown-word", sentence, { given, near });
}

function tooManyWords(kind: string, given: readonly string[]): LabError {
  const sentence = `The benchmark ${benchmark()} takes one word of its ${kind}, and was given ${given.join(" and ")}. Try: ${callLine(given[0]!)}`;
  return new LabError("too-many-words", sentence, { kind, given });
}
