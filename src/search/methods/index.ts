/**
 * The methods of search, evolution first.
 */
import type { SearchMethod } from "../../records/search-records.ts";
import { constants } from "./constants.ts";
import { evolution } from "./evolution.ts";
import type { Method } from "./method.ts";
import { random } from "./random.ts";

/** Every method. */
export const methods: readonly Method[] = [evolution, constants, random];

/** The method of this name. */
export function methodNamed(name: SearchMethod): Method {
  return { evolution, constants, random }[name];
}
