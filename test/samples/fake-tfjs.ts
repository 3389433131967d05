/**
 * As much of TensorFlow.js as exported Lion calls, over flat arrays of float32, so that tests need no framework. The real one is checked by
 * `test/fixtures/codegen/check_tfjs.mjs`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const text = `
const flat = (x) => (typeof x === "number" ? [x] : x.flatMap(flat));
const dataOf = (x) => (typeof x === "number" ? [x] : x.data);
const make = (data) => ({ data: Float32Array.from(data) });
const both = (f) => (a, b) => {
  const [x, y] = [dataOf(a), dataOf(b)];
  const longer = x.length >= y.length ? x : y;
  return make(Array.from(longer, (_, i) => f(x.length === 1 ? x[0] : x[i], y.length === 1 ? y[0] : y[i])));
};
const registeredVariables = {};
let count = 0;
export const add = both((x, y) => x + y);
export const sub = both((x, y) => x - y);
export const mul = both((x, y) => x * y);
export const sign = (x) => make(dataOf(x).map(Math.sign));
export const zerosLike = (x) => make(dataOf(x).map(() => 0));
export const tensor = (x) => make(flat(x));
export const tidy = (f) => f();
export const engine = () => ({ registeredVariables });
export const setBackend = async () => true;
export function variable({ data }) {
  const made = { ...make(data), name: "v" + count++ };
  registeredVariables[made.name] = made;
  made.assign = (x) => made.data.set(dataOf(x));
  made.arraySync = () => [...made.data];
  return made;
}
export class Optimizer {
  iterations = 0;
  incrementIterations() {
    this.iterations++;
  }
}
`;

/** Puts the package into `folder/node_modules`. */
export function writeFakeTfjs(folder: string): void {
  const place = join(folder, "node_modules", "@tensorflow", "tfjs");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), '{ "name": "@tensorflow/tfjs", "type": "module", "main": "index.js" }');
  writeFileSync(join(place, "index.js"), text);
}
