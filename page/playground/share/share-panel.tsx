/** How the program goes elsewhere: a link, its file, and the command that compares it for real. */
import { CopyButton } from "../../parts/copy-button.tsx";
import { compareCommand, programFile } from "../export/commands.ts";
import type { Playground } from "../playground-state.ts";
import { downloadText } from "./download-text.ts";

/** The panel. */
export function SharePanel({ playground }: { readonly playground: Playground }) {
  const { state, text, form } = playground;
  const { name, rivals } = state.value;
  const rate = form.value?.hyperparameters.find((each) => each.name === "lr")?.default;
  const command = compareCommand({
    name,
    rivals: rivals.map((rival) => rival.name),
    rate: typeof rate === "number" ? rate : null,
  });
  return (
    <section aria-labelledby="for-real">
      <h2 id="for-real">Compare it for real</h2>
      <p class="soft">
        A function of the plane is no training. Save the program, and train it beside others on Fashion-MNIST, five
        rates each:
      </p>
      <p class="tools">
        <button type="button" onClick={() => downloadText(text.value ?? "", programFile(name))}>
          Download {programFile(name)}
        </button>
      </p>
      <p class="command">
        <code>{command}</code>
        <CopyButton text={command} />
      </p>
    </section>
  );
}
