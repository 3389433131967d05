/** What the model says: a bar for each class, and how quick it is. */
import { answers, probabilities, type TrueClass, truth } from "./classifier.ts";
import type { OpenModel } from "./messages.ts";
import { latencyOf, rateOf } from "./pace.ts";
import { shownClasses } from "./shown-classes.ts";

interface ClassBarsProps {
  readonly model: OpenModel;
  /** Answers come one after another, so they are not read out. */
  readonly live: boolean;
}

/** The bars. */
export function ClassBars({ model, live }: ClassBarsProps) {
  const shown = shownClasses(model.classes, probabilities.value);
  const leader = probabilities.value === null ? undefined : shown.find(({ leads }) => leads);
  return (
    <>
      <p class="answer" role="status" aria-live={live ? "off" : "polite"}>
        {leader === undefined ? "No image yet" : `${leader.name}, ${percent(leader.probability)}`}
        {leader !== undefined && truth.value !== null && (
          <Judged isRight={leader.index === truth.value.index} known={truth.value} />
        )}
      </p>
      <ul class="classes" aria-label="Probability of each class">
        {shown.map(({ index, name, probability, leads }) => (
          <li key={index} class={leads ? "leads" : ""}>
            <span class="class-name">
              {name}
              {truth.value?.index === index && <span class="truth">true</span>}
            </span>
            <span class="track" aria-hidden="true">
              <span class="fill" style={{ width: `${(100 * probability).toFixed(2)}%` }} />
            </span>
            <span class="share">{leader === undefined ? "–" : percent(probability)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Judged({ isRight, known }: { readonly isRight: boolean; readonly known: TrueClass }) {
  return (
    <span class={isRight ? "judgement right" : "judgement off"}>
      {isRight ? "✓ right" : `✗ wrong: it is ${known.name}`}
    </span>
  );
}

/** Latency and rate over the last answers. */
export function Pace({ live }: { readonly live: boolean }) {
  const [latency, rate] = [latencyOf(answers.value), rateOf(answers.value)];
  return (
    <dl class="figures pace">
      <div>
        <dt>{latency === null ? "Time of the model" : `Model, median of the last ${answers.value.length}`}</dt>
        <dd>{latency === null ? "–" : `${latency.toFixed(latency < 10 ? 2 : 0)} ms`}</dd>
      </div>
      {live && (
        <div>
          <dt>Frames per second</dt>
          <dd class="rate">{rate === null ? "–" : rate.toFixed(1)}</dd>
        </div>
      )}
    </dl>
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
