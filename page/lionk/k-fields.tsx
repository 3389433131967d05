/** Chooses K and its parameters. */
import { useId } from "preact/hooks";
import { kNamed } from "../../src/lionk/functions/index.ts";
import { offeredKs } from "./offered-k.ts";
import { Said } from "./said.tsx";
import { withK } from "./setting.ts";
import type { SettingFormProps } from "./setting-form.tsx";
import { parameterOf } from "./setting-query.ts";
import { TypedField } from "./typed-field.tsx";

/** The fields. */
export function KFields({ setting, fault, onSetting }: SettingFormProps) {
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
        <TypedField
          key={`${setting.k} ${name}`}
          label={name}
          about={declared.about}
          wanted="what it takes"
          text={String(setting.values[name])}
          onText={(text) => {
            const value = parameterOf(declared, text);
            if (value !== null) onSetting({ ...setting, values: { ...setting.values, [name]: value } });
            return value !== null;
          }}
        />
      ))}
      <Said fault={fault} part="k" />
    </fieldset>
  );
}
