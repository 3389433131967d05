/** The proxy tasks: one family a file, one line here for each record. */
import { unknownName } from "../../core/errors.ts";
import type { ProxyTask } from "../proxy.ts";
import { cnn, cnnB16, cnnFew, cnnFewLarge, cnnLarge, cnnLong, cnnShort } from "./cnn.ts";
import { mlp, mlpB256, mlpFew, mlpFewLarge, mlpLarge, mlpLong, mlpNoisy, mlpShort } from "./mlp.ts";
import { nextCharacter, nextCharacterLarge, nextCharacterLong, nextCharacterShort } from "./next-character.ts";
import {
  rowTransformer,
  rowTransformerFew,
  rowTransformerFewLarge,
  rowTransformerLarge,
  rowTransformerLong,
  rowTransformerShort,
} from "./row-transformer.ts";

/** All proxies, family by family. */
export const proxies: readonly ProxyTask[] = [
  mlp,
  mlpShort,
  mlpLong,
  mlpB256,
  mlpNoisy,
  mlpFew,
  mlpFewLarge,
  mlpLarge,
  cnn,
  cnnShort,
  cnnLong,
  cnnB16,
  cnnFew,
  cnnFewLarge,
  cnnLarge,
  rowTransformer,
  rowTransformerShort,
  rowTransformerLong,
  rowTransformerFew,
  rowTransformerFewLarge,
  rowTransformerLarge,
  nextCharacter,
  nextCharacterShort,
  nextCharacterLong,
  nextCharacterLarge,
];

/** The proxy of that name. Errors: `unknown-proxy-task` with the nearest names. */
export function proxyNamed(name: string): ProxyTask {
  const found = proxies.find((proxy) => proxy.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    "proxy task",
    name,
    proxies.map((proxy) => proxy.name),
  );
}
