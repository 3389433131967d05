/**
 * Two computations of one trial, number by number.
 *
 * Records are compared as canonical JSON, which has one spelling for each value: the same text is the same bytes in a store.
 */
import { asFarAs } from "../core/as-far-as.ts";
import { canonicalJson } from "../core/canonical-json.ts";
import type { TrialRecord } from "../records/records.ts";

/** What a comparison looks at. */
export type ComputedTrial = Pick<TrialRecord, "epochs" | "result">;

/** A place where they differ: `epoch 3: validationLoss`. Values as JSON. */
export interface Difference {
  readonly where: string;
  readonly recorded: string;
  readonly computed: string;
}

/**
 * Where they differ, in the order in which it was computed; empty: all bytes are the same that the record has. What the version that recorded it
 * did not tell is no difference. The kind of processor, which a result names, is no number.
 */
export function differencesOf(recorded: ComputedTrial, computed: ComputedTrial): readonly Difference[] {
  const epochs = Math.max(recorded.epochs.length, computed.epochs.length);
  const ofEpochs = Array.from({ length: epochs }, (_, index) =>
    membersThatDiffer(`epoch ${index + 1}`, recorded.epochs[index] ?? null, computed.epochs[index] ?? null),
  );
  return [...ofEpochs.flat(), ...membersThatDiffer("result", numbersOf(recorded.result), numbersOf(computed.result))];
}

function membersThatDiffer(place: string, a: object | null, b: object | null): readonly Difference[] {
  const left = plain(a);
  const right = asFarAs(left, plain(b)) as typeof left;
  if (canonicalJson(left) === canonicalJson(right)) return [];
  if (left === null || right === null)
    return [
      { where: place, recorded: left === null ? "nothing" : "there", computed: right === null ? "nothing" : "there" },
    ];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((name) => {
    const [recorded, computed] = [canonicalJson(left[name] ?? null), canonicalJson(right[name] ?? null)];
    return recorded === computed ? [] : [{ where: `${place}: ${name}`, recorded, computed }];
  });
}

/** What JSON leaves of a record: figures that there are not are null. */
function plain(value: object | null): Readonly<Record<string, unknown>> | null {
  return JSON.parse(JSON.stringify(value)) as Readonly<Record<string, unknown>> | null;
}

function numbersOf(result: TrialRecord["result"]): object | null {
  if (result?.measuredOn === undefined) return result;
  const { processor: _, ...measured } = result.measuredOn;
  return { ...result, measuredOn: measured };
}
