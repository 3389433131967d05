/** Chooses f, K and the constants. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { kNamed } from "../../src/lionk/functions/index.ts";
import type { KParameter } from "../../src/lionk/k-function.ts";
import { Modes } from "../parts/modes.tsx";
import { NumberField } from "./number-field.tsx";
import { offeredObjectives, typedFormula } from "./objectives.ts";
import { offeredKs } from "./offered-k.ts";
import type { SettingFault } from "./problem.ts";
import { mostSteps, offeredOf, type Setting, withK, withObjective } from "./setting.ts";
import { longestFormula, parameterOf } from "./setting-query.ts";

/** What the form shows, and who hears of changes. */
export interface SettingFormProps {
  readonly setting: Setting;
  readonly fault: SettingFault | null;
  readonly onSetting: (setting: Setting) => void;
}

/** The form. */
export function SettingForm(props: SettingFormProps) {
  return (
    <div class="lionk-form">
      <ObjectiveFields {...props} />
      <KFields {...props} />
      <ConstantFields {...props} />
    </div>
  );
}

function ObjectiveFields({ setting, fault, onSetting }: SettingFormProps) {
  const id = useId();
  const offered = offeredOf(setting);
  const choose = (name: string): void => {
    const found = offeredObjectives.find((one) => one.name === name);
    onSetting(found === undefined ? { ...setting, f: typedFormula } : withObjective(setting, found));
  };
  return (
    <fieldset>
      <legend>f, what is to be small</legend>
      <label class="sr-label" for={id}>
        Function
      </label>
      <select id={id} value={setting.f} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {offeredObjectives.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
        <option value={typedFormula}>A formula of your own…</option>
      </select>
      {offered === undefined ? (
        <FormulaFields {...{ setting, fault, onSetting }} />
      ) : (
        <p class="hint">{offered.about}</p>
      )}
    </fieldset>
  );
}

function FormulaFields({ setting, fault, onSetting }: SettingFormProps) {
  const id = useId();
  const isWrong = fault?.part === "formula";
  return (
    <>
      <label class="sr-label" for={id}>
        Formula in x and y
      </label>
      <input
        id={id}
        class="formula"
        type="text"
        maxLength={longestFormula}
        spellcheck={false}
        autocomplete="off"
        value={setting.formula}
        aria-invalid={isWrong}
        aria-describedby={`${id}-said`}
        onInput={({ currentTarget }) => onSetting({ ...setting, formula: currentTarget.value })}
      />
      <div id={`${id}-said`} aria-live="polite">
        {isWrong ? (
          <FormulaFault message={fault.message} />
        ) : (
          <p class="hint">
            Such as <code>(x - 1)**2 + abs(y)</code>: + − * / **, and functions as exp, log, sin, abs, max, sqrt.
          </p>
        )}
      </div>
      <label class="choice">
        <input
          type="checkbox"
          checked={setting.convex}
          onChange={({ currentTarget }) => onSetting({ ...setting, convex: currentTarget.checked })}
        />
        It is convex
      </label>
      <OptionalNumber
        label="Curvature at most"
        value={setting.curvature}
        onValue={(curvature) => onSetting({ ...setting, curvature })}
      />
    </>
  );
}

/** What the parser says: a sentence, and the place below it. */
function FormulaFault({ message }: { readonly message: string }) {
  const [sentence, ...excerpt] = message.split("\n");
  return (
    <div class="wrong">
      {sentence}
      {excerpt.length > 0 && <pre>{excerpt.join("\n")}</pre>}
    </div>
  );
}

/** A number of at least 0 that may be left out. */
function OptionalNumber(props: {
  readonly label: string;
  readonly value: number | null;
  readonly onValue: (value: number | null) => void;
}) {
  const id = useId();
  const typed = useSignal<string | null>(null);
  return (
    <div class="field short">
      <label for={id}>
        <span>{props.label}</span> <small>where a bound is known</small>
      </label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        placeholder="not known"
        value={typed.value ?? (props.value === null ? "" : String(props.value))}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          const read = Number(currentTarget.value);
          if (currentTarget.value.trim() === "") props.onValue(null);
          else if (read >= 0 && Number.isFinite(read)) props.onValue(read);
        }}
        onBlur={() => (typed.value = null)}
      />
    </div>
  );
}

function KFields({ setting, fault, onSetting }: SettingFormProps) {
  const id = useId();
  const { formula, effect, conjugateFormula, parameters } = kNamed(setting.k);
  return (
    <fieldset>
      <legend>K, what a step is made by</legend>
      <label class="sr-label" for={id}>
        Function K
      </label>
      <select
        id={id}
        value={setting.k}
        onChange={({ currentTarget }) => onSetting(withK(setting, currentTarget.value))}
      >
        {offeredKs.map(({ name, formula: own }) => (
          <option key={name} value={name}>
            {name === "l1" ? "l1 (Lion): " : `${name}: `}
            {own}
          </option>
        ))}
      </select>
      <p class="hint">
        K(m) = {formula}; K*(z) = {conjugateFormula}. {effect}.
      </p>
      {Object.entries(parameters).map(([name, declared]) => (
        <ParameterField key={`${setting.k} ${name}`} name={name} declared={declared} {...{ setting, onSetting }} />
      ))}
      <Said fault={fault} part="k" />
    </fieldset>
  );
}

function ParameterField(
  props: Omit<SettingFormProps, "fault"> & { readonly name: string; readonly declared: KParameter },
) {
  const { name, declared, setting, onSetting } = props;
  const id = useId();
  const typed = useSignal<string | null>(null);
  return (
    <div class="field short">
      <label for={id}>
        <span>{name}</span> <small>{declared.about}</small>
      </label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        value={typed.value ?? String(setting.values[name])}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          const value = parameterOf(declared, currentTarget.value);
          if (value !== null) onSetting({ ...setting, values: { ...setting.values, [name]: value } });
        }}
        onBlur={() => (typed.value = null)}
      />
    </div>
  );
}

/** The start in figures, for who does not drag it. */
function StartField({ setting, onSetting }: Omit<SettingFormProps, "fault">) {
  const id = useId();
  const typed = useSignal<string | null>(null);
  return (
    <div class="field short">
      <label for={id}>
        <span>start</span> <small>x, y</small>
      </label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        value={typed.value ?? setting.x0.join(", ")}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          const [x, y, more] = (parameterOf({ kind: "list", about: "" }, currentTarget.value) ??
            []) as readonly number[];
          if (x !== undefined && y !== undefined && more === undefined) onSetting({ ...setting, x0: [x, y] });
        }}
        onBlur={() => (typed.value = null)}
      />
    </div>
  );
}

function ConstantFields({ setting, fault, onSetting }: SettingFormProps) {
  const change = (part: Partial<Setting>): void => onSetting({ ...setting, ...part });
  return (
    <fieldset>
      <legend>Constants</legend>
      <StartField setting={setting} onSetting={onSetting} />
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

function Said({ fault, part }: { readonly fault: SettingFault | null; readonly part: SettingFault["part"] }) {
  return <div aria-live="polite">{fault?.part === part && <p class="wrong">{fault.message}</p>}</div>;
}
