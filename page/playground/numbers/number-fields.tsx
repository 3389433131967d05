/** A program's hyperparameters: each a slider and a field, with what it is; a value that is not allowed says why. */
import type { ListedHyperparameter } from "../../../src/codegen/listing/listing.ts";
import type { HyperparameterValues } from "../../../src/program/symbolic.ts";
import { SettledInput } from "../../parts/settled-input.tsx";
import type { ProgramForm } from "../worker/messages.ts";
import { sliderScale } from "./slider-scale.ts";

/** What the fields show and tell. `given`: what was set, allowed or not. */
interface NumberFieldsProps {
  readonly form: ProgramForm;
  readonly given: HyperparameterValues;
  readonly onSet: (name: string, value: number | boolean | null) => void;
}

/** The fields; a sentence where there are none. */
export function NumberFields({ form, given, onSet }: NumberFieldsProps) {
  const own = form.hyperparameters.filter(({ name }) => name !== "lr");
  if (own.length === 0) {
    return (
      <p class="hint">
        This program has no numbers to set. <code>hyper beta = 0.9</code> makes one.
      </p>
    );
  }
  return (
    <ul class="numbers">
      {own.map((of) => (
        <li key={of.name}>
          <Field
            of={of}
            value={given[of.name] ?? form.values[of.name] ?? of.default ?? 0}
            refused={form.refused[of.name]}
            onSet={(value) => onSet(of.name, value === of.default ? null : value)}
          />
        </li>
      ))}
    </ul>
  );
}

interface FieldProps {
  readonly of: ListedHyperparameter;
  readonly value: number | boolean;
  readonly refused: string | undefined;
  readonly onSet: (value: number | boolean) => void;
}

const ticks = 400;

function Field({ of, value, refused, onSet }: FieldProps) {
  const id = `number-${of.name}`;
  const aboutId = `${id}-about`;
  if (of.kind === "flag") {
    return (
      <div class="number">
        <label class="number-name" for={id}>
          {of.name}
        </label>
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          aria-describedby={aboutId}
          onInput={(event) => onSet(event.currentTarget.checked)}
        />
        <span class="number-about" id={aboutId}>
          {of.about}
        </span>
      </div>
    );
  }
  const scale = sliderScale(of);
  return (
    <div class="number">
      <label class="number-name" for={id}>
        {of.name}
      </label>
      <input
        type="range"
        min={0}
        max={ticks}
        value={Math.round(ticks * scale.placeOf(Number(value)))}
        aria-label={`${of.name}, slider`}
        aria-valuetext={String(value)}
        onInput={(event) => onSet(scale.valueAt(Number(event.currentTarget.value) / ticks))}
      />
      <SettledInput
        id={id}
        type="number"
        step="any"
        class="number-field"
        value={String(value)}
        aria-invalid={refused !== undefined}
        aria-describedby={aboutId}
        onSettle={(text) => onSet(text.trim() === "" ? Number(of.default ?? 0) : Number(text))}
      />
      <span class="number-about" id={aboutId}>
        {refused === undefined ? of.about : <strong class="refusal">{refused}</strong>}
        {value !== of.default && refused === undefined && (
          <button type="button" class="quiet" onClick={() => onSet(of.default ?? 0)}>
            back to {String(of.default)}
          </button>
        )}
      </span>
    </div>
  );
}
