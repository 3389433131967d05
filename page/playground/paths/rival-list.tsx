/** The legend of the paths: who walks, at which rate, how it ended; rates to set, optimizers to add and to take away. */

import { SettledInput } from "../../parts/settled-input.tsx";
import type { Playground } from "../playground-state.ts";
import { mostRivals, rateOf } from "../share/playground-link.ts";
import { ownKey } from "../worker/messages.ts";
import { type PathLook, pathText } from "./path-looks.ts";

/** What the list needs. */
interface RivalListProps {
  readonly playground: Playground;
  readonly looks: ReadonlyMap<string, PathLook>;
}

/** The list. */
export function RivalList({ playground, looks }: RivalListProps) {
  const { state, optimizers } = playground;
  const { rivals, lr, name } = state.value;
  const setRate = (key: string, rate: number | null): void => {
    if (key === ownKey) playground.change({ lr: rate });
    else playground.change({ rivals: rivals.map((rival) => (rival.name === key ? { ...rival, lr: rate } : rival)) });
  };
  const free = optimizers.value.filter((each) => !rivals.some((rival) => rival.name === each.name));
  const titleOf = (key: string): string => optimizers.value.find((each) => each.name === key)?.title ?? key;
  return (
    <div class="walkers">
      <ul>
        {[
          { key: ownKey, title: name, rate: lr },
          ...rivals.map((rival) => ({ key: rival.name, title: titleOf(rival.name), rate: rival.lr })),
        ].map(({ key, title, rate }) => (
          <Walker
            key={key}
            title={title}
            look={looks.get(key)!}
            said={playground.paths.value.get(key)}
            rate={rate}
            onRate={(value) => setRate(key, value)}
            onRemove={
              key === ownKey ? null : () => playground.change({ rivals: rivals.filter((rival) => rival.name !== key) })
            }
          />
        ))}
      </ul>
      {rivals.length < mostRivals && (
        <label class="choice">
          Beside it
          <select
            value=""
            onChange={(event) => {
              const { value } = event.currentTarget;
              event.currentTarget.value = "";
              if (value !== "") playground.change({ rivals: [...rivals, { name: value, lr: null }] });
            }}
          >
            <option value="">add an optimizer …</option>
            {free.map((each) => (
              <option key={each.name} value={each.name}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

interface WalkerProps {
  readonly title: string;
  readonly look: PathLook;
  readonly said: Parameters<typeof pathText>[0] | undefined;
  readonly rate: number | null;
  readonly onRate: (rate: number | null) => void;
  readonly onRemove: (() => void) | null;
}

function Walker({ title, look, said, rate, onRate, onRemove }: WalkerProps) {
  return (
    <li class="walker">
      <svg class="swatch" viewBox="0 0 30 8" aria-hidden="true">
        <line
          x1="0"
          y1="4"
          x2="30"
          y2="4"
          stroke={look.color}
          stroke-width="2.4"
          stroke-dasharray={look.dash.join(" ")}
        />
      </svg>
      <span class="walker-name">{title}</span>
      <label class="choice">
        <span class="visually-hidden">Rate of {title}; empty for the best of 13</span>
        <SettledInput
          type="text"
          inputMode="decimal"
          class="small-number"
          placeholder="best of 13"
          value={rate === null ? "" : String(rate)}
          onSettle={(text) => onRate(rateOf(text))}
        />
      </label>
      {onRemove !== null && (
        <button type="button" class="quiet" aria-label={`Take ${title} away`} onClick={onRemove}>
          ×
        </button>
      )}
      <span class="walker-end">{said === undefined ? "…" : pathText(said)}</span>
    </li>
  );
}
