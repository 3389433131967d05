/** Several studies side by side: `#/compare/ID,ID`. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { ComparedStudy, TrialCurve } from "../../src/dashboard/views.ts";
import { formatPercent, formatRate } from "../../src/report/format.ts";
import { dashes, palette } from "../../src/report/theme.ts";
import { ask } from "../connection.ts";
import { BackLink } from "../parts/back-link.tsx";
import { Framed } from "../parts/framed.tsx";
import { LinePlot } from "../parts/line-plot.tsx";
import { RunMark } from "../parts/marks.tsx";
import { studyAddress } from "../route.ts";
import type { TrialGroup } from "../study/table/trial-groups.ts";
import "../styles/beside.css";
import type { ViewProps } from "../views.ts";
import { bestSettings, colorNumbers, differences, labelsOf, obstacles, shownTrial } from "./compare-studies.ts";

const againMs = 5000;

/** The view. */
export function CompareView({ id }: ViewProps) {
  const studies = useStudies(id ?? "");
  useEffect(() => {
    document.title = "Studies side by side · Lionlab";
  }, []);
  if (studies === null) return <p class="nothing" aria-busy="true" />;
  return (
    <section class="beside">
      <BackLink />
      <h1>Studies side by side</h1>
      {studies.length < 2 ? <TooFew found={studies.length} /> : <Compared studies={studies} />}
    </section>
  );
}

/** The studies, asked for again while one of them is under way. */
function useStudies(ids: string): readonly ComparedStudy[] | null {
  const studies = useSignal<readonly ComparedStudy[] | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    const look = async (): Promise<void> => {
      const found = await ask<readonly ComparedStudy[]>(`/api/compare?ids=${encodeURIComponent(ids)}`, abort.signal);
      if (abort.signal.aborted) return;
      if (found !== null) studies.value = found;
      const isOver = found?.every(({ summary }) => summary.state !== "running" && summary.state !== "stopping");
      if (isOver !== true) timer = window.setTimeout(() => void look(), againMs);
    };
    void look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [ids]);
  return studies.value;
}

function TooFew({ found }: { readonly found: number }) {
  return (
    <p class="say">
      {found === 0 ? "None of these studies is here." : "Only one of these studies is here."} Choose two or more in the{" "}
      <a href="#/">list of runs</a>, by the boxes beside their names.
    </p>
  );
}

function Compared({ studies }: { readonly studies: readonly ComparedStudy[] }) {
  const best = useMemo(() => studies.map(bestSettings), [studies]);
  const warnings = useMemo(() => obstacles(studies), [studies]);
  const differing = useMemo(() => differences(studies), [studies]);
  return (
    <>
      {warnings.map((sentence) => (
        <p key={sentence} class="obstacle">
          {sentence}
        </p>
      ))}
      <BestTable studies={studies} best={best} />
      <BestCurves studies={studies} best={best} />
      <section>
        <h2>What differs in their settings</h2>
        {differing.length === 0 ? (
          <p class="say">Nothing but the optimizers, their rates and their seeds.</p>
        ) : (
          <Framed label="Settings that differ">
            <table class="side">
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  <Names studies={studies} />
                </tr>
              </thead>
              <tbody>
                {differing.map(({ path, values }) => (
                  <tr key={path}>
                    <th scope="row">{path}</th>
                    {values.map((value, at) => (
                      <td key={studies[at]!.summary.id}>
                        {value === null ? <span class="none">not said</span> : <code>{shortened(value)}</code>}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Framed>
        )}
      </section>
    </>
  );
}

/** Fingerprints are long, and their beginnings tell them apart. */
function shortened(value: string): string {
  return value.length > 48 ? `${value.slice(0, 24)}…` : value;
}

interface BestProps {
  readonly studies: readonly ComparedStudy[];
  readonly best: readonly ReadonlyMap<string, TrialGroup>[];
}

function Names({ studies }: Pick<BestProps, "studies">) {
  return studies.map(({ summary: { id, name, state } }) => (
    <th key={id} scope="col">
      <a href={studyAddress(id)}>{name}</a>
      <RunMark state={state} />
    </th>
  ));
}

function BestTable({ studies, best }: BestProps) {
  const labels = labelsOf(best);
  if (labels.length === 0) return <p class="nothing">No trial of these studies has a result yet.</p>;
  return (
    <section>
      <h2>Best of each optimizer</h2>
      <p class="hint">
        By the mean of validation accuracy over seeds; beneath it the rate, the test accuracy and the seeds.
      </p>
      <Framed label="Best of each optimizer">
        <table class="side">
          <thead>
            <tr>
              <th scope="col">Optimizer</th>
              <Names studies={studies} />
            </tr>
          </thead>
          <tbody>
            {labels.map((label) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {best.map((groups, at) => (
                  <td key={studies[at]!.summary.id}>
                    <Cell group={groups.get(label)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Framed>
    </section>
  );
}

function Cell({ group }: { readonly group: TrialGroup | undefined }) {
  if (group === undefined) return <span class="none">not in it</span>;
  const { validation, test, rows } = group;
  return (
    <>
      <strong class="figure">{validation === null ? "no result yet" : shown(validation.value)}</strong>
      <span class="of">
        lr {formatRate(rows[0]!.lr)} · test {test === null ? "none" : shown(test.value)} · {rows.length}{" "}
        {rows.length === 1 ? "seed" : "seeds"}
      </span>
    </>
  );
}

function shown(mean: number): string {
  return Number.isFinite(mean) ? formatPercent(mean) : "diverged";
}

function BestCurves({ studies, best }: BestProps) {
  const known = useSignal<ReadonlyMap<string, TrialCurve>>(new Map());
  const lines = useMemo(
    () =>
      studies.flatMap(({ summary }, at) =>
        [...best[at]!].map(([label, group]) => ({
          id: summary.id,
          study: summary.name,
          at,
          label,
          row: shownTrial(group),
        })),
      ),
    [studies, best],
  );
  useEffect(() => {
    for (const { summary } of studies) {
      const keys = lines.filter(({ id }) => id === summary.id).map(({ row }) => row.key);
      if (keys.length === 0) continue;
      void ask<readonly TrialCurve[]>(`/api/runs/${summary.id}/curves?keys=${keys.slice(0, 100).join(",")}`).then(
        (found) => {
          if (found !== null)
            known.value = new Map([...known.value, ...found.map((one) => [`${summary.id} ${one.key}`, one] as const)]);
        },
      );
    }
  }, [lines]);
  const colors = colorNumbers(labelsOf(best), best, palette.length);
  const drawn = lines.flatMap(({ id, study, at, label, row }) => {
    const curve = known.value.get(`${id} ${row.key}`);
    if (curve === undefined) return [];
    const look = { color: palette[colors.get(label)!]!, dash: dashes[at % dashes.length]! };
    const y = curve.validationAccuracy.map((value) => (Number.isFinite(value) ? 100 * value : null));
    return [{ key: `${id} ${label}`, name: `${study}: ${label}`, ...look, x: curve.epoch, y }];
  });
  if (drawn.length === 0) return null;
  return (
    <section>
      <h2>Their learning curves</h2>
      <p class="lead">A colour for each optimizer, dashes for each study.</p>
      <LinePlot
        title="Validation accuracy, %"
        x={{ title: "epoch", whole: true }}
        y={{ title: "validation accuracy, %" }}
        lines={drawn}
        height={320}
        of="studies"
      />
      <ul class="beside-legend" aria-label="Lines">
        {drawn.map(({ key, name, color, dash }) => (
          <li key={key}>
            <svg viewBox="0 0 28 6" aria-hidden="true">
              <line x1="0" y1="3" x2="28" y2="3" stroke={color} stroke-width="2" stroke-dasharray={dash.join(" ")} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}
