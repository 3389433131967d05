/** What a Compose file says, and what its linter says of it: the schema of the Compose specification, and rules on images and ports. */
import { DCLinter } from "dclint";
import { parseDocument } from "yaml";
import type { Finding } from "../source-files.ts";

/** A service, as far as laws are about it. */
export interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number | boolean | null>>;
  readonly stop_grace_period?: string;
  readonly restart?: string;
}

/** A Compose file. */
export interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets?: Readonly<Record<string, { readonly file?: string }>>;
}

/** Rules of the linter about the order of names and of the two ways to say an image, which are ours to choose. */
const left = [
  "no-build-and-image",
  "service-dependencies-alphabetical-order",
  "service-keys-order",
  "services-alphabetical-order",
  "top-level-properties-order",
  "no-quotes-in-volumes",
];

/** What the linter says; its own types cannot be read where modules are told by their extensions. */
interface Lint {
  readonly messages: readonly { readonly line: number; readonly rule: string; readonly message: string }[];
}

/** Mistakes in a Compose file; `file` is where it lies. */
export function findInCompose(path: string, file: string): Finding[] {
  const rules = Object.fromEntries(left.map((name) => [name, 0]));
  const linter = new DCLinter({ rules, quiet: true, debug: false, exclude: [] } as never);
  const lints = linter.lintFiles([file], false) as readonly Lint[];
  return lints.flatMap(({ messages }) =>
    messages.map(({ line, rule, message }) => ({ path, line, sentence: `${rule}: ${message}` })),
  );
}

/** Reads it; of what is no YAML, which the linter finds, there is nothing. */
export function readComposition(text: string): Composition {
  const document = parseDocument(text, { merge: true });
  return document.errors.length > 0 ? { services: {} } : (document.toJS() as Composition);
}

/** Seconds of a duration of Compose, such as 2m30s; NaN where it is none. */
export function secondsOf(duration: string): number {
  const found = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration);
  if (found === null || duration === "") return Number.NaN;
  const [hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  return (hours! * 60 + minutes!) * 60 + seconds!;
}
