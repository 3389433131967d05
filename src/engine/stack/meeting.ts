/**
 * Lanes that ask questions and are answered together: whoever asks waits until every lane has asked, then the lanes that lag furthest
 * and ask the same are answered by one call.
 *
 * Law: who is answered together depends on the questions alone, never on the order in which they come.
 */

/** A question of a lane. */
export interface Question<P, A> {
  /** Questions of one key may be answered together. */
  readonly key: string;
  /** How far the lane is; the least goes first. */
  readonly place: number;
  readonly payload: P;
  /** Answers all that ask this, in the order of their lanes. */
  readonly answer: (payloads: readonly P[]) => Promise<readonly A[]>;
}

/** A lane's seat. */
export interface Seat {
  ask<P, A>(question: Question<P, A>): Promise<A>;
  /** Nobody waits for this lane any more. */
  leave(): void;
}

interface Waiting {
  readonly lane: number;
  readonly question: Question<unknown, unknown>;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** A meeting of so many lanes, all of which are waited for until they leave. */
export function createMeeting(lanes: number): readonly Seat[] {
  const present = new Set(Array.from({ length: lanes }, (_, lane) => lane));
  const waiting = new Map<number, Waiting>();

  /** Answers one group, if everybody has asked. */
  function answerSome(): void {
    if (waiting.size === 0 || waiting.size < present.size) return;
    const asked = [...waiting.values()].sort((a, b) => a.lane - b.lane);
    const first = asked.reduce((a, b) => (b.question.place < a.question.place ? b : a));
    const group = asked.filter(({ question }) => question.key === first.question.key);
    for (const { lane } of group) waiting.delete(lane);
    first.question
      .answer(group.map(({ question }) => question.payload))
      .then((answers) => {
        for (const [i, one] of group.entries()) one.resolve(answers[i]);
      })
      .catch((error: unknown) => {
        for (const one of group) one.reject(error);
      });
  }

  return [...present].map((lane) => ({
    ask: <P, A>(question: Question<P, A>) =>
      new Promise<A>((resolve, reject) => {
        waiting.set(lane, {
          lane,
          question: question as unknown as Question<unknown, unknown>,
          resolve: resolve as (answer: unknown) => void,
          reject,
        });
        answerSome();
      }),
    leave() {
      if (present.delete(lane)) answerSome();
    },
  }));
}
