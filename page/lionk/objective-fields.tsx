/** Chooses f: an offered function, or a formula that is typed. */
import { useId } from "preact/hooks";
import { offeredObjectives, typedFormula } from "./objectives.ts";
import { offeredOf, withObjective } from "./setting.ts";
import type { SettingFormProps } from "./setting-form.tsx";
import { longestFormula } from "./setting-query.ts";
import { TypedField } from "./typed-field.tsx";

/** The fields. */
export function ObjectiveFields({ setting, fault, onSetting }: SettingFormProps) {
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
      <TypedField
        {...{
          label: "Curvature at most",
          about: "where a bound is known",
          placeholder: "not known",
          wanted: "a number from 0",
        }}
        text={setting.curvature === null ? "" : String(setting.curvature)}
        onText={(text) => {
          const curvature = text.trim() === "" ? null : Number(text);
          const isRead = curvature === null || (curvature >= 0 && Number.isFinite(curvature));
          if (isRead) onSetting({ ...setting, curvature });
          return isRead;
        }}
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
