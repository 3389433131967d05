/** What an edited program is: its family and its like in the library, what its steps depend on, what they cost, its form and its numbers. */
import { CopyButton } from "../../parts/copy-button.tsx";
import { SourceText } from "../source-text.tsx";
import type { ProgramForm, ProgramNature, ReadPart } from "../worker/messages.ts";
import { costText, familyText, lionKText, readsText, scopeText, twinsText } from "./facts-text.ts";

/** What the panel shows. `stale`: the text has mistakes now, and this was of it before. */
interface FactsPanelProps {
  readonly form: ProgramForm | null;
  readonly nature: ProgramNature | null;
  readonly twins: Extract<ReadPart, { kind: "twins" }> | null;
  readonly stale: boolean;
}

/** The panel. */
export function FactsPanel({ form, nature, twins, stale }: FactsPanelProps) {
  return (
    <section class="facts" aria-labelledby="what-it-is">
      <h2 id="what-it-is">What it is</h2>
      {stale && nature !== null && <p class="hint">As it was before its mistakes.</p>}
      {nature === null ? (
        <p class="nothing">{stale ? "What it is appears once it has no mistakes." : "Looking at it …"}</p>
      ) : (
        <Facts nature={nature} twins={twins} />
      )}
      {form !== null && <Canonical form={form} />}
    </section>
  );
}

function Facts({ nature, twins }: Pick<FactsPanelProps, "twins"> & { readonly nature: ProgramNature }) {
  const { explanation, identity, steps, dead } = nature;
  return (
    <>
      <p class="family">{familyText(explanation)}</p>
      {explanation.about !== null && <p class="soft">{explanation.about}</p>}
      <dl class="fact-list">
        <Fact name="In the library">{twins === null ? "comparing …" : twinsText(twins.twins)}</Fact>
        <Fact name="Lion-K">{twins === null ? "comparing …" : lionKText(twins.lionK)}</Fact>
        <Fact name="A step reads">
          {readsText(steps.reads)}; {scopeText(steps.scope)}
        </Fact>
        {steps.states.map(({ name, reads }) => (
          <Fact key={name} name={`State ${name}`}>
            new from {readsText(reads)}
          </Fact>
        ))}
        <Fact name="Cost">{costText(steps, explanation.bytesPerWeight)}</Fact>
        {explanation.formulas !== null && (
          <Fact name="Update">
            <code>{explanation.formulas.update}</code>
          </Fact>
        )}
        {dead.statements.length > 0 && (
          <Fact name="Changes nothing">
            {dead.statements.map((statement) => (
              <code key={statement}>{statement}</code>
            ))}
          </Fact>
        )}
        <Fact name="Identity">
          {identity.identity === null ? identity.reason : <code class="digits">{identity.identity}</code>}
        </Fact>
        <Fact name="Fingerprint">
          <code class="digits">{identity.fingerprint}</code>
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Canonical({ form: { canonical } }: { readonly form: ProgramForm }) {
  return (
    <details class="canonical">
      <summary>Its canonical form, the one that is stored and compared</summary>
      <div class="with-copy">
        <SourceText text={canonical} label="Canonical form" />
        <CopyButton text={canonical} label="the canonical form" />
      </div>
    </details>
  );
}
