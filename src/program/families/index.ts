/** The list of families, in the order in which they are tried: a narrower one comes before a wider one. */
import { adaptiveFamilies } from "./adaptive-families.ts";
import type { Family } from "./family.ts";
import { linearFamilies } from "./linear-families.ts";
import { signFamilies } from "./sign-families.ts";

/** All families. */
export const families: readonly Family[] = [...signFamilies, ...linearFamilies, ...adaptiveFamilies];
