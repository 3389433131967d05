/**
 * A configuration's text as data that knows where each value stood, so that an error names a line and a column.
 */
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { decimalTags } from "./decimal.ts";
import { LabError } from "./errors.ts";

/** A path into nested data. */
export type Path = readonly PropertyKey[];

/** Parsed text. `place` says where the value at a path (or, with `key`, that member's name) stands: `file:line:column`. */
export interface Located {
  readonly value: unknown;
  place(path: Path, key?: string): string;
}

/**
 * Parses YAML, of which JSON is a part; numbers are decimal. `kind` is what the text should be, such as "study".
 * Errors: `study-syntax` with line and column; duplicate keys are errors, as are several documents in one file
 * and the key `__proto__`, which plain data cannot hold.
 */
export function parseLocated(text: string, { file, kind }: { readonly file: string; readonly kind: string }): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...{ lineCounter: lines, prettyErrors: false, uniqueKeys: true },
    customTags: (tags) => decimalTags(tags),
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const first = document.errors[0] ?? document.warnings[0];
  if (first !== undefined)
    throw new LabError(`${kind}-syntax`, `${at(first.pos[0])}: this is not valid YAML or JSON: ${first.message}.`, {
      file,
    });
  const offsets = nodeOffsets(document.contents);
  for (const [id, offset] of offsets.keys) {
    const key = (JSON.parse(id) as string[]).at(-1)!;
    if (key === "__proto__")
      throw new LabError(`${kind}-syntax`, `${at(offset)}: "${key}" is no name that a key can have; give it another.`, {
        file,
      });
  }
  return {
    value: plain(document, { file, kind }),
    place: (path, key) => {
      const wanted = key === undefined ? path : [...path, key];
      for (let length = wanted.length; length >= 0; length--) {
        const id = pathId(wanted.slice(0, length));
        const offset = key !== undefined && length === wanted.length ? offsets.keys.get(id) : offsets.values.get(id);
        if (offset !== undefined) return at(offset);
      }
      return file;
    },
  };
}

/** Data that a caller gives as it is, where texts have lines: a place is its path, `the study at training.epochs`. */
export function locatedData(value: unknown, name: string): Located {
  const at = (path: Path): string => (path.length === 0 ? name : `${name} at ${path.map(String).join(".")}`);
  return { value, place: (path, key) => at(key === undefined ? path : [...path, key]) };
}

function plain(document: Document, { file, kind }: { readonly file: string; readonly kind: string }): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new LabError(`${kind}-syntax`, `${file}: this YAML cannot be read: ${(error as Error).message}.`, { file });
  }
}

interface Offsets {
  readonly values: Map<string, number>;
  readonly keys: Map<string, number>;
}

/** Offsets of every value, and of every key, by path. */
function nodeOffsets(root: unknown): Offsets {
  const offsets: Offsets = { values: new Map(), keys: new Map() };
  const walk = (node: unknown, path: Path): void => {
    if (!isNode(node) || !node.range) return;
    offsets.values.set(pathId(path), node.range[0]);
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const member = [...path, String(key.value)];
      if (key.range) offsets.keys.set(pathId(member), key.range[0]);
      walk(value, member);
    }
  };
  walk(root, []);
  return offsets;
}

function pathId(path: Path): string {
  return JSON.stringify(path.map(String));
}
