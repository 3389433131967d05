/** A number that is typed or slid. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Unread } from "./unread.tsx";

/** How a slider's way becomes a number: evenly, by powers, or ever more slowly towards 1. */
export type SliderScale = "even" | "power" | "towards 1";

/** What the field is for. */
interface NumberFieldProps {
  readonly label: string;
  readonly about: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly scale?: SliderScale;
  readonly whole?: boolean;
  readonly onValue: (value: number) => void;
}

/** Places of a slider. */
const places = 200;

/** The field. What is typed may lie beyond the slider; whoever takes it says what is wrong with it. */
export function NumberField({ label, about, value, range, scale = "even", whole = false, onValue }: NumberFieldProps) {
  const id = useId();
  const typed = useSignal<string | null>(null);
  const isRead = useSignal(true);
  return (
    <div class="lionk-field">
      <label for={id}>
        <span>{label}</span> <small>{about}</small>
      </label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        value={typed.value ?? String(value)}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          const read = Number(currentTarget.value.replace(",", "."));
          isRead.value =
            currentTarget.value.trim() !== "" && Number.isFinite(read) && (!whole || Number.isInteger(read));
          if (isRead.value) onValue(read);
        }}
        aria-invalid={!isRead.value}
        onBlur={() => {
          typed.value = null;
          isRead.value = true;
        }}
      />
      <input
        type="range"
        min="0"
        max={places}
        aria-label={`${label}, slider`}
        aria-valuetext={String(value)}
        value={Math.round(places * shareOf(value, { range, scale }))}
        onInput={({ currentTarget }) => {
          const slid = valueAt(Number(currentTarget.value) / places, { range, scale });
          onValue(whole ? Math.round(slid) : slid);
        }}
      />
      <Unread isRead={isRead.value} wanted={whole ? "a whole number" : "a number"} text={String(value)} />
    </div>
  );
}

interface Slide {
  readonly range: readonly [number, number];
  readonly scale: SliderScale;
}

/** The number at a share of the slider's way, in three digits. */
export function valueAt(share: number, { range: [low, high], scale }: Slide): number {
  if (scale === "even") return short(low + share * (high - low));
  if (scale === "power") return short(low * (high / low) ** share);
  return Number((1 - (1 - low) * ((1 - high) / (1 - low)) ** share).toFixed(4));
}

/** The share of the slider's way at which a number lies. */
export function shareOf(value: number, { range: [low, high], scale }: Slide): number {
  const inside = Math.min(high, Math.max(low, value));
  if (scale === "even") return (inside - low) / (high - low);
  if (scale === "power") return Math.log(inside / low) / Math.log(high / low);
  return Math.log((1 - low) / (1 - inside)) / Math.log((1 - low) / (1 - high));
}

function short(value: number): number {
  return Number(value.toPrecision(3));
}
