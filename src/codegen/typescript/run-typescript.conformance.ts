/** Runs an exported TypeScript class on an example, as whoever exported it would. */
import ts from "typescript";
import type { Example } from "../example.conformance.ts";
import type { Listing } from "../listing/listing.ts";
import { typescript } from "../targets/typescript.ts";
import { camelCase } from "../text/javascript.ts";

/** Arrays of one precision. */
export type ArrayKind = Float32ArrayConstructor | Float64ArrayConstructor;

interface Exported {
  step(params: readonly (Float32Array | Float64Array)[], grads: readonly (Float32Array | Float64Array)[]): void;
  state?(): object;
  load?(state: object): void;
}

type ExportedClass = new (shapes: readonly (readonly number[])[], options: object, arrays: ArrayKind) => Exported;

/** The class that the text of a listing defines, its types stripped. */
export async function loadTypescript(listing: Listing): Promise<ExportedClass> {
  const text = ts.transpile(typescript.print(listing), {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    erasableSyntaxOnly: true,
  });
  const exported = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as object;
  return Object.values(exported)[0] as ExportedClass;
}

/** Weights after each step. At `restart` the state goes through JSON into a new object. */
export async function runTypescript(
  listing: Listing,
  { input }: Example,
  { arrays, restart }: { readonly arrays: ArrayKind; readonly restart: number },
): Promise<(Float32Array | Float64Array)[][]> {
  const Made = await loadTypescript(listing);
  const named = Object.entries(input.hyperparameters).map(([name, value]) => [camelCase(name), value]);
  const options = {
    ...Object.fromEntries(named),
    ...(masksTensors(listing) ? { decays: input.mask!.map(([first]) => first === 1) } : {}),
  };
  const make = () => new Made(input.shapes, options, arrays);
  let optimizer = make();
  const weights = input.weights.map((each) => new arrays(each));
  return input.gradients.map((gradients, i) => {
    if (i === restart && optimizer.state !== undefined) {
      const kept: object = JSON.parse(JSON.stringify(optimizer.state()));
      optimizer = make();
      optimizer.load!(kept);
    }
    optimizer.step(
      weights,
      gradients.map((each) => new arrays(each)),
    );
    return weights.map((each) => each.slice());
  });
}

/** Whether the class can tell tensors with weight decay from others. */
export function masksTensors({ mask, passes }: Listing): boolean {
  return mask === "free" || (mask === "hyperparameter" && passes.length > 1);
}
