/** Trials that run now, with the figures that the trainer told last. */
import type { TrialRow } from "../../src/dashboard/views.ts";
import type { StudyPulse, TrialPulse } from "../../src/records/run-progress.ts";
import { formatPercent, formatRate } from "../../src/report/format.ts";
import { Bar } from "../parts/marks.tsx";
import { shareOfTrial } from "./trial-progress.ts";
import { hyperparameterText, lossText } from "./trial-text.ts";

/** Cards of the trials under way; nothing while no run works on the study. */
export function UnderWay(props: { readonly rows: ReadonlyMap<string, TrialRow>; readonly pulse: StudyPulse | null }) {
  const { rows, pulse } = props;
  if (pulse === null || (pulse.state !== "running" && pulse.state !== "stopping") || pulse.trials.length === 0)
    return null;
  return (
    <section aria-labelledby="under-way">
      <h2 id="under-way">Under way</h2>
      <ul class="cards">
        {pulse.trials.map((trial) => (
          <TrialCard key={trial.key} trial={trial} row={rows.get(trial.key) ?? null} />
        ))}
      </ul>
    </section>
  );
}

function TrialCard({ trial, row }: { readonly trial: TrialPulse; readonly row: TrialRow | null }) {
  const { progress } = trial;
  return (
    <li class="card">
      <div class="card-title">
        <strong>{row?.label ?? trial.key}</strong>
        {row !== null && (
          <span>
            lr {formatRate(row.lr)} · seed {row.seed}
          </span>
        )}
      </div>
      {row !== null && <div class="path">{hyperparameterText(row)}</div>}
      <Bar share={shareOfTrial(progress, row?.epochs ?? 0)} label={`Progress of ${row?.label ?? trial.key}`} />
      {progress === null ? (
        <p class="starting">starting …</p>
      ) : (
        <dl class="figures">
          <Figure name="epoch" value={`${progress.epoch}${row === null ? "" : ` / ${row.epochs}`}`} />
          <Figure name="step" value={`${progress.step} / ${progress.stepsPerEpoch}`} />
          <Figure name="loss" value={lossText(progress.trainLoss)} />
          <Figure name="accuracy" value={formatPercent(progress.trainAccuracy)} />
          <Figure name="images/s" value={Math.round(progress.imagesPerSecond).toLocaleString("en")} />
        </dl>
      )}
    </li>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
