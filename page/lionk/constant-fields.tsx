/** The start, the constants of a run, and its noise. */
import { Modes } from "../parts/modes.tsx";
import { NumberField } from "./number-field.tsx";
import { Said } from "./said.tsx";
import { mostSteps, type Setting } from "./setting.ts";
import type { SettingFormProps } from "./setting-form.tsx";
import { numbersOf } from "./setting-query.ts";
import { TypedField } from "./typed-field.tsx";

/** The fields. */
export function ConstantFields({ setting, fault, onSetting }: SettingFormProps) {
  const change = (part: Partial<Setting>): void => onSetting({ ...setting, ...part });
  return (
    <fieldset>
      <legend>Constants</legend>
      <TypedField
        {...{ label: "start", about: "x, y", wanted: "two numbers", text: setting.x0.join(", ") }}
        onText={(text) => {
          const [x, y, more] = numbersOf(text) ?? [];
          const isRead = x !== undefined && y !== undefined && more === undefined;
          if (isRead) change({ x0: [x, y] });
          return isRead;
        }}
      />
      <NumberField
        {...{ label: "λ", about: "decay", value: setting.lambda, range: [0.05, 10], scale: "power" }}
        onValue={(lambda) => change({ lambda })}
      />
      <NumberField
        {...{ label: "η", about: "rate, lr", value: setting.eta, range: [0.0005, 1], scale: "power" }}
        onValue={(eta) => change({ eta })}
      />
      <NumberField
        {...{ label: "β₁", about: "in the step", value: setting.beta1, range: [0, 0.9995], scale: "towards 1" }}
        onValue={(beta1) => change({ beta1 })}
      />
      <NumberField
        {...{ label: "β₂", about: "in the momentum", value: setting.beta2, range: [0, 0.9995], scale: "towards 1" }}
        onValue={(beta2) => change({ beta2 })}
      />
      <NumberField
        {...{
          label: "steps",
          about: "of the run",
          value: setting.steps,
          range: [10, 5000],
          scale: "power",
          whole: true,
        }}
        onValue={(steps) => steps >= 1 && change({ steps: Math.min(mostSteps, steps), step: null })}
      />
      <NumberField
        {...{ label: "noise", about: "of each slope", value: setting.noise, range: [0, 10] }}
        onValue={(noise) => change({ noise })}
      />
      {setting.noise > 0 && (
        <NumberField
          {...{ label: "seed", about: "of the noise", value: setting.seed, range: [0, 100], whole: true }}
          onValue={(seed) => seed >= 0 && change({ seed })}
        />
      )}
      <div class="lionk-modes">
        <Modes
          label="Rate"
          modes={{ constant: "Rate stays", cosine: "Falls to 0" }}
          value={setting.schedule}
          onPick={(schedule) => change({ schedule })}
        />
        <Modes
          label="Form of the decay"
          modes={{ explicit: "Decay explicit", implicit: "Implicit" }}
          value={setting.decay}
          onPick={(decay) => change({ decay })}
        />
      </div>
      <Said fault={fault} part="constants" />
    </fieldset>
  );
}
