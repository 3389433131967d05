/** The targets of export whose files are text, in the order in which help lists them; one file each, one line here. A page has these alone. */
import type { Target } from "../target.ts";
import { json } from "./json.ts";
import { keras } from "./keras.ts";
import { latex } from "./latex.ts";
import { numpy } from "./numpy.ts";
import { optax } from "./optax.ts";
import { pytorch } from "./pytorch.ts";
import { tfjs } from "./tfjs.ts";
import { typescript } from "./typescript.ts";

/** They. */
export const textTargets: readonly Target[] = [pytorch, optax, keras, numpy, typescript, tfjs, latex, json];
