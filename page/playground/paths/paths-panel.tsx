/** The program on a function of the plane, beside optimizers of the library: their paths over its lines of equal height, and how they fall. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Rectangle } from "../../../src/lionk/figures/contour-lines.ts";
import { objectiveOf, planeFunctions } from "../../../src/lionk/plane-functions.ts";
import type { PlaneScene } from "../../parts/plane/scene.ts";
import { PlanePlot } from "../../parts/plane-plot.tsx";
import { SettledInput } from "../../parts/settled-input.tsx";
import type { Playground } from "../playground-state.ts";
import { mostSteps } from "../share/playground-link.ts";
import { ownKey, type PathPart } from "../worker/messages.ts";
import { GapPlot } from "./gap-plot.tsx";
import { pathLooks, pathText } from "./path-looks.ts";
import { RivalList } from "./rival-list.tsx";

/** The panel. */
export function PathsPanel({ playground }: { readonly playground: Playground }) {
  const { state, paths, walking, pathsFailed, mistakes } = playground;
  const { rivals, name } = state.value;
  const on = playground.on;
  const start = state.value.start ?? on.start;
  const view = useSignal<{ readonly on: string; readonly view: Rectangle } | null>(null);
  const field = useMemo(() => {
    const { value } = objectiveOf(on);
    const at = new Float64Array(2);
    return (x: number, y: number): number => {
      at[0] = x;
      at[1] = y;
      return value(at);
    };
  }, [on]);
  const looks = useMemo(() => pathLooks(rivals), [rivals]);
  const shown = [ownKey, ...rivals.map((rival) => rival.name)].flatMap((key) => paths.value.get(key) ?? []);
  const titleOf = (path: PathPart): string => (path.key === ownKey ? name : path.title);
  const scene = useMemo(
    (): PlaneScene => sceneOf(shown, { field, looks, minima: on.minima }),
    [paths.value, field, looks, on],
  );
  const drawn = useMemo(
    () => shown.map((path) => ({ ...path, title: titleOf(path), ...looks.get(path.key)! })),
    [paths.value, looks, name],
  );
  const wrong = mistakes.value !== null && mistakes.value.length > 0;
  return (
    <section aria-labelledby="paths">
      <div class="panel-head">
        <h2 id="paths">On a function of the plane</h2>
        <div class="tools">
          <Settings playground={playground} />
        </div>
      </div>
      <p class="soft">
        <code>{on.formula}</code> — {on.about} <span class="source">{on.source}.</span>
      </p>
      <p class="hint" role="status">
        {pathsFailed.value ?? (wrong ? "Your program has mistakes; its path appears once they are gone." : "")}
        {pathsFailed.value === null && !wrong && (walking.value ? "Walking …" : pathSummary(shown.length))}
      </p>
      <div class="path-plots">
        <PlanePlot
          label={`Paths on ${on.title}: ${shown.map((path) => `${titleOf(path)}, ${pathText(path)}`).join("; ")}`}
          scene={scene}
          handles={[
            {
              key: "start",
              label: "Start of all paths",
              at: start,
              onMove: ([x, y]) => playground.change({ start: [x, y] }),
            },
          ]}
          view={view.value?.on === on.name ? view.value.view : on.window}
          onView={(next) => (view.value = { on: on.name, view: next })}
          onFit={() => (view.value = null)}
        />
        <div>
          {drawn.length > 0 && <GapPlot paths={drawn} of={`${name}-${on.name}`} />}
          <RivalList playground={playground} looks={looks} />
        </div>
      </div>
    </section>
  );
}

function pathSummary(count: number): string {
  return count === 0 ? "No path yet." : "";
}

/** What the plane shows of paths. */
function sceneOf(
  shown: readonly PathPart[],
  {
    field,
    looks,
    minima,
  }: {
    readonly field: PlaneScene["field"];
    readonly looks: ReturnType<typeof pathLooks>;
    readonly minima: readonly (readonly [number, number])[];
  },
): PlaneScene {
  const [own, ...others] = [...shown].sort((a, b) => Number(b.key === ownKey) - Number(a.key === ownKey));
  const inOrder = own === undefined ? [] : [...others, own]; // the program's own path lies above the others
  return {
    field,
    paths: inOrder.map(({ key, points }) => ({
      key,
      points,
      ...looks.get(key)!,
      ...(key === ownKey ? { width: 2.6 } : {}),
    })),
    marks: [
      ...minima.map((at, i) => ({ key: `lowest ${i}`, at, shape: "cross" as const, label: "lowest", color: "--soft" })),
      ...inOrder.flatMap(({ key, points }) => {
        const at = points.subarray(-2);
        return at.length < 2
          ? []
          : [
              {
                key: `end ${key}`,
                at: [at[0]!, at[1]!] as const,
                shape: "dot" as const,
                label: "",
                color: looks.get(key)!.color,
              },
            ];
      }),
    ],
  };
}

function Settings({ playground }: { readonly playground: Playground }) {
  const { steps, seed } = playground.state.value;
  const on = playground.on;
  return (
    <>
      <label class="choice">
        Function
        <select value={on.name} onChange={(event) => playground.change({ on: event.currentTarget.value, start: null })}>
          {planeFunctions.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        Steps
        <SettledInput
          type="number"
          class="small-number"
          min={1}
          max={mostSteps}
          value={String(steps)}
          onSettle={(text) => playground.change({ steps: wholeWithin(text, [1, mostSteps]) ?? steps })}
        />
      </label>
      {on.noise !== undefined && (
        <label class="choice">
          Seed of the noise
          <SettledInput
            type="number"
            class="small-number"
            min={0}
            max={1_000_000}
            value={String(seed)}
            onSettle={(text) => playground.change({ seed: wholeWithin(text, [0, 1_000_000]) ?? seed })}
          />
        </label>
      )}
      {playground.state.value.start !== null && (
        <button type="button" onClick={() => playground.change({ start: null })}>
          Start where the function says
        </button>
      )}
    </>
  );
}

/** The whole number of a text, within its bounds; null where it is none. */
function wholeWithin(text: string, [low, high]: readonly [number, number]): number | null {
  const value = Math.round(Number(text));
  return text.trim() === "" || !Number.isFinite(value) ? null : Math.min(high, Math.max(low, value));
}
