/** All members of the Lion-K family, in the order of the catalogue. */
import { unknownName } from "../../core/errors.ts";
import type { KFunction } from "../k-function.ts";
import { arctan } from "./arctan.ts";
import { asymmetricBox } from "./asymmetric-box.ts";
import { ellipsoid } from "./ellipsoid.ts";
import { frobenius } from "./frobenius.ts";
import { group } from "./group.ts";
import { huber } from "./huber.ts";
import { kyFan } from "./ky-fan.ts";
import { l1 } from "./l1.ts";
import { l2 } from "./l2.ts";
import { linf } from "./linf.ts";
import { logCosh } from "./log-cosh.ts";
import { logSumExp } from "./log-sum-exp.ts";
import { lp } from "./lp.ts";
import { nuclear } from "./nuclear.ts";
import { operator } from "./operator.ts";
import { owl } from "./owl.ts";
import { power } from "./power.ts";
import { pseudoHuber } from "./pseudo-huber.ts";
import { quadratic } from "./quadratic.ts";
import { simplex } from "./simplex.ts";
import { smoothL2 } from "./smooth-l2.ts";
import { soft } from "./soft.ts";
import { threshold } from "./threshold.ts";
import { topK } from "./top-k.ts";
import { weightedL1 } from "./weighted-l1.ts";

/** The family. */
export const kFunctions: readonly KFunction[] = [
  l1,
  l2,
  lp,
  linf,
  topK,
  owl,
  threshold,
  soft,
  huber,
  quadratic,
  power,
  pseudoHuber,
  logCosh,
  arctan,
  smoothL2,
  group,
  weightedL1,
  asymmetricBox,
  simplex,
  logSumExp,
  ellipsoid,
  nuclear,
  operator,
  kyFan,
  frobenius,
];

/** The member of that name. Errors: `unknown-k` with the nearest names. */
export function kNamed(name: string): KFunction {
  const found = kFunctions.find((k) => k.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    "k",
    name,
    kFunctions.map((k) => k.name),
  );
}
