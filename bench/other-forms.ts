// PyTorch in other forms than eager float32, in which it is given its best: what the benchmarks of steps say of them, apart.
import { runSide, type Side } from "./process.ts";

/** What PyTorch's scripts take as their last argument, and what it is called. */
const formNames = { compiled: "torch.compile", bfloat16: "autocast to bfloat16" } as const;

/** A time beside ours of the same run: `ratio` of our steps per second to its; or why there is none. */
interface OtherForm {
  readonly label: string;
  readonly ms: number | null;
  readonly ratio: number | null;
  readonly fault: string | null;
}

/** Measures each form once, `copies` at the same time. torch.compile needs a compiler of C++, so a form may fail. */
export async function otherForms(
  sideOf: (form: string) => Side,
  { copies, labMs }: { readonly copies: number; readonly labMs: number },
): Promise<readonly OtherForm[]> {
  const found: OtherForm[] = [];
  for (const [form, name] of Object.entries(formNames)) {
    const side = sideOf(form);
    const label = `${name}, ${side.label}`;
    try {
      const { medianMs } = await runSide(side, copies);
      found.push({ label, ms: medianMs, ratio: medianMs / labMs, fault: null });
    } catch (error) {
      const lines = (error instanceof Error ? error.message : String(error)).trim().split("\n");
      found.push({ label, ms: null, ratio: null, fault: lines.at(-1)! });
    }
  }
  return found;
}

/** One line of it. */
export function formLine({ label, ms, ratio, fault }: OtherForm, digits: number): string {
  if (ms === null || ratio === null) return `${label}: not measured, ${fault}`;
  return `${label} ${ms.toFixed(digits)} ms a step: ${ratio.toFixed(2)} times its steps per second`;
}
