/** What a host says of the jobs that it takes and gives back, in sentences. */
import type { JobKind } from "../queue.ts";

/** See above. Small jobs come by the hundred: of them it is said once for each run. */
export class HostWords {
  readonly #onWord: ((sentence: string) => void) | undefined;
  readonly #said = new Set<string>();

  constructor(onWord: ((sentence: string) => void) | undefined) {
    this.#onWord = onWord;
  }

  /** `ahead`: of its kind. */
  taken({ title, kind }: { readonly title: string; readonly kind: string }, ahead: number): void {
    const isSmall = ahead > 0;
    const word = isSmall ? `${title}: takes ${kind}s` : `${title}: took ${withArticle(kind)}`;
    if (!isSmall || !this.#said.has(word)) this.#onWord?.(word);
    if (isSmall) this.#said.add(word);
  }

  givenBack({ name, ahead }: Pick<JobKind<unknown, unknown, unknown>, "name" | "ahead">): void {
    if (ahead === 0) this.#onWord?.(`gave back ${withArticle(name)}`);
  }
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
