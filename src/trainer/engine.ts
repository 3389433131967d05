/**
 * The revision of the engine: everything between a config and its numbers that is no model's or proxy's own.
 *
 * | revision | what changed |
 * | --- | --- |
 * | 1 | the first |
 *
 * A change that touches some models alone belongs to their `changes`, so that all others keep their keys.
 */
import { type Revised, revisionOf } from "../models/revision.ts";

/** The engine's history. A new line of the table above is a new entry here. */
export const engine: Revised = { changes: [] };

/** The member of a config that names the engine's revision; none at the first. */
export const engineMember: { readonly engine?: number } =
  revisionOf(engine) === 1 ? {} : { engine: revisionOf(engine) };
