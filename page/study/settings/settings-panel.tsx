/** Settings and what came of them: parallel coordinates with brushes, scores over rates, heat maps. */
import "../../styles/settings.css";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { Modes } from "../../parts/modes.tsx";
import { commonFields, type TrialField } from "../fields.ts";
import type { SettingsFigure, StudyViewState } from "../view-state.ts";
import { HeatFigure } from "./heat-figure.tsx";
import type { ParallelAxis } from "./parallel-axes.ts";
import { ParallelFigure } from "./parallel-figure.tsx";
import { RatesFigure } from "./rates-figure.tsx";

/** What the panel shows and tells. */
interface SettingsPanelProps {
  readonly rows: readonly TrialRow[];
  /** Of them, those that filter and brushes let through. */
  readonly shown: readonly TrialRow[];
  readonly axes: readonly ParallelAxis[];
  /** Settings that trials may be taken together by. */
  readonly fields: readonly TrialField[];
  readonly state: StudyViewState;
  /** Name of the study. */
  readonly of: string;
  readonly onChange: (change: Partial<StudyViewState>) => void;
}

const figures: Readonly<Record<SettingsFigure, string>> = {
  parallel: "All settings",
  rates: "By rate",
  heat: "Heat maps",
};

/** The panel; nothing for a single trial. */
export function SettingsPanel({ rows, shown, axes, fields, state, of, onChange }: SettingsPanelProps) {
  if (rows.length < 2) return null;
  const others = fields.filter(({ name }) => name !== commonFields.lr.name);
  const against = others.find(({ name }) => name === state.against) ?? others[1] ?? others[0]!;
  return (
    <section aria-labelledby="settings">
      <div class="panel-head">
        <div>
          <h2 id="settings">Settings</h2>
          <p class="lead">{leads[state.figure]}</p>
        </div>
        <div class="tools">
          {state.figure === "heat" && (
            <label class="choice">
              Rate against
              <select value={against.name} onChange={(event) => onChange({ against: event.currentTarget.value })}>
                {others.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title === name ? name : title.toLowerCase()}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Modes label="Figure" modes={figures} value={state.figure} onPick={(figure) => onChange({ figure })} />
        </div>
      </div>
      {state.figure === "parallel" && (
        <ParallelFigure
          {...{ rows, shown, axes, of }}
          brushes={state.brushes}
          onBrush={(brushes) => onChange({ brushes })}
        />
      )}
      {state.figure === "rates" && <RatesFigure rows={shown} of={of} />}
      {state.figure === "heat" && <HeatFigure rows={shown} against={against} of={of} />}
    </section>
  );
}

const leads: Readonly<Record<SettingsFigure, string>> = {
  parallel: "What every trial was set to, and what came of it",
  rates: "How much the choice of the rate matters",
  heat: "Where the good settings are",
};
