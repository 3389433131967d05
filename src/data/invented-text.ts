/**
 * Text in an invented language, for tasks that predict the next character.
 *
 * A small grammar speaks with words made of random syllables, common ones more often (Zipf's law). What makes it worth
 * learning beyond neighbouring letters are agreements over a distance: articles and adjectives end as the gender of their
 * noun asks, and a verb ends as the number of its subject asks, with other words in between.
 *
 *   text = sentence*;  sentence = clause { ", " clause } ". "
 *   clause = phrase [preposition phrase] verb [phrase];  phrase = article [adjective] noun
 * Source: made for this project. The same seed gives the same text; the words are the same for every seed.
 */
import { createRng, type Rng } from "../core/rng.ts";

/** The characters, in the order of their codes. */
export const inventedAlphabet: string = "abcdefghijklmnopqrstuvwxyz ,.";

/** At least `length` characters, cut off at `length`, as codes 0 … 28 into `inventedAlphabet`. */
export function inventedText({ length, seed }: { readonly length: number; readonly seed: number }): Uint8Array {
  const rng = createRng(seed, "invented-text");
  const codes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const sentence = speak(rng);
    for (let i = 0; i < sentence.length && filled < length; i++) {
      codes[filled++] = inventedAlphabet.indexOf(sentence[i]!);
    }
  }
  return codes;
}

/** What agrees with a noun. */
interface Agreement {
  readonly gender: 0 | 1;
  readonly plural: boolean;
}

const lexicon = makeLexicon();

function speak(rng: Rng): string {
  const clauses = [clause(rng)];
  while (clauses.length < 3 && rng.uniform() < 0.3) clauses.push(clause(rng));
  return `${clauses.join(", ")}. `;
}

function clause(rng: Rng): string {
  const subject = phrase(rng);
  const words = [subject.text];
  if (rng.uniform() < 0.4) words.push(choose(rng, lexicon.prepositions), phrase(rng).text);
  words.push(choose(rng, lexicon.verbs) + (subject.plural ? "un" : "et"));
  if (rng.uniform() < 0.6) words.push(phrase(rng).text);
  return words.join(" ");
}

function phrase(rng: Rng): Agreement & { readonly text: string } {
  const plural = rng.uniform() < 0.4;
  const gender = rng.uniform() < 0.5 ? 0 : 1;
  const words = [`${gender === 0 ? "za" : "zo"}${plural ? "s" : ""}`];
  if (rng.uniform() < 0.4) words.push(choose(rng, lexicon.adjectives) + (gender === 0 ? "a" : "o"));
  words.push(choose(rng, lexicon.nouns[gender]) + (plural ? "is" : ""));
  return { gender, plural, text: words.join(" ") };
}

/** The word of rank r with a weight of 1 / (r + 1). */
function choose(rng: Rng, words: readonly string[]): string {
  const total = words.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
  let left = rng.uniform() * total;
  for (const [rank, word] of words.entries()) {
    left -= 1 / (rank + 1);
    if (left < 0) return word;
  }
  return words.at(-1)!;
}

function makeLexicon() {
  const rng = createRng(0, "invented-words");
  const words = (count: number, syllables: number): readonly string[] =>
    Array.from({ length: count }, () => Array.from({ length: 1 + rng.below(syllables) }, () => syllable(rng)).join(""));
  return {
    nouns: [words(24, 3), words(24, 3)] as const,
    verbs: words(24, 2),
    adjectives: words(16, 2),
    prepositions: words(5, 1),
  };
}

function syllable(rng: Rng): string {
  const onsets = [
    "b",
    "br",
    "d",
    "f",
    "g",
    "gl",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "x",
  ];
  const codas = ["", "", "", "l", "m", "n", "r", "k"];
  const pick = (letters: readonly string[]): string => letters[rng.below(letters.length)]!;
  return pick(onsets) + pick(["a", "e", "i", "o", "u"]) + pick(codas);
}
