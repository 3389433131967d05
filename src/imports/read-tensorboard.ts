/**
 * An event file of TensorBoard as a run: its tags mean what columns of tables mean. Keras writes training and validation into folders of these names,
 * whose files are parts of one run.
 */
import { dirname } from "node:path";
import { roleOf } from "./column-names.ts";
import { type FigureName, type ForeignPoint, type ForeignRun, figureNames } from "./foreign-run.ts";
import { settingOf } from "./foreign-setting.ts";
import { readEvents } from "./read-events.ts";
import { shortList } from "./read-table.ts";

/** The folder that is a run, without that of a part of it. */
export function runFolder(path: string): string {
  const folder = dirname(path);
  return partOf(path) === null ? folder : dirname(folder);
}

function partOf(path: string): "train" | "validation" | "test" | null {
  const name = dirname(path).split(/[\\/]/).at(-1) ?? "";
  if (/^train(?:ing)?$/.test(name)) return "train";
  if (/^(?:val|valid|validation|eval)$/.test(name)) return "validation";
  return name === "test" ? "test" : null;
}

/** Reads it. Errors: those of `readEvents`. */
export function readTensorboard(
  bytes: Uint8Array,
  { path, ...run }: Omit<ForeignRun, "points" | "log"> & { readonly path: string },
): { readonly runs: readonly ForeignRun[]; readonly remarks: readonly string[] } {
  const { scalars, hparams, whole } = readEvents(bytes, path);
  const points = new Map<number, { figures: { [N in FigureName]?: number }; lr?: number }>();
  const aside = new Set<string>();
  for (const { tag, step, value } of scalars) {
    const role = roleOf(tag);
    const name =
      role === "bareLoss" || role === "bareAccuracy"
        ? (`${partOf(path) ?? "train"}${role.slice(4)}` as FigureName)
        : figureNames.find((one) => one === role);
    const point = points.get(step) ?? { figures: {} };
    if (name !== undefined)
      point.figures[name] = value; // of a step that was written twice, the later
    else if (role === "lr") point.lr = value;
    else aside.add(tag);
    if (name !== undefined || role === "lr") points.set(step, point);
  }
  const list: ForeignPoint[] = [...points].sort(([a], [b]) => a - b).map(([at, point]) => ({ at, ...point }));
  const rates = list.flatMap(({ lr }) => (lr !== undefined && Number.isFinite(lr) ? [lr] : []));
  const peak = rates.length === 0 ? undefined : rates.reduce((most, rate) => Math.max(most, rate));
  const remarks = [
    ...(aside.size === 0 ? [] : [`not read: ${shortList([...aside])}.`]),
    ...(whole
      ? []
      : ["ends inside a record, as a run does that was killed or still writes; what lies before it was read."]),
  ];
  const setting = settingOf(hparams);
  const told: ForeignRun = { ...run, ...setting, lr: setting.lr ?? run.lr ?? peak, log: runFolder(path), points: list };
  return { runs: list.length === 0 ? [] : [told], remarks };
}
