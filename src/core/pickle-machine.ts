/**
 * The stack machine that a pickle is a program for, with the few operations that make data.
 *
 * Values lie on the stack, never nested in calls of ours, so no file is too deep.
 */
import { damaged, isKind, type Pickled, unread } from "./pickle-values.ts";

/** What the reader of a format brings. Both throw for what they do not know. */
export interface PickleHooks {
  /** `name(...args)`, such as `torch._utils._rebuild_tensor_v2`. */
  build(name: string, args: readonly Pickled[]): Pickled;
  /** The object behind a persistent id. */
  load(id: Pickled): Pickled;
}

/** Marks are positions of the stack, as the format has them. Errors of all operations: `pickle-damaged`, `pickle-unread`; those of the hooks. */
export class PickleMachine {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #hooks: PickleHooks;
  readonly #stack: Pickled[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Pickled>();

  constructor(bytes: Uint8Array, hooks: PickleHooks, at: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#hooks = hooks;
    this.at = at;
  }

  pop(): Pickled {
    const value = this.#stack.pop();
    if (value === undefined) throw damaged("it takes more values than it made");
    return value;
  }

  push(value: Pickled): void {
    this.#stack.push(value);
  }

  number(kind: "getUint8" | "getUint16" | "getUint32" | "getInt32", size: number): number {
    return this.#take(size)[kind](0, true);
  }

  float(): number {
    return this.#take(8).getFloat64(0, false);
  }

  /** A length of 8 bytes; what is beyond the file is found to be so later. */
  longLength(): number {
    return Number(this.#take(8).getBigUint64(0, true));
  }

  bytes(length: number): Uint8Array {
    const { byteOffset, byteLength } = this.#take(length);
    return new Uint8Array(this.#bytes.buffer, byteOffset, byteLength);
  }

  text(length: number): string {
    return Buffer.from(this.bytes(length)).toString("utf8");
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.at);
    if (end < 0) throw damaged("it ends early");
    const text = this.text(end - this.at);
    this.at += 1;
    return text;
  }

  /** A whole number of so many bytes, two's complement, little-endian. */
  long(length: number): number | bigint {
    if (length > 64) throw unread("it holds a number of more than 512 bits");
    const value = this.bytes(length).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** Takes what lies above the last mark. */
  sinceMark(): Pickled[] {
    const mark = this.#marks.pop();
    if (mark === undefined || mark > this.#stack.length) throw damaged("a mark is missing");
    return this.#stack.splice(mark);
  }

  last(count: number): Pickled[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  get top(): Pickled {
    return this.#stack.at(-1) ?? null;
  }

  put(index: number): void {
    this.#memo.set(index, this.top);
  }

  memoize(): void {
    this.put(this.#memo.size);
  }

  get(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw damaged("it uses a value that it did not keep");
    this.push(value);
  }

  append(items: readonly Pickled[]): void {
    const { top } = this;
    if (!isKind(top, "list")) throw damaged("it appends to what is no list");
    for (const item of items) top.items.push(item);
  }

  setItems(items: readonly Pickled[]): void {
    const { top } = this;
    if (!isKind(top, "dict") || items.length % 2 === 1) throw damaged("it sets items of what is no dict");
    for (let i = 0; i < items.length; i += 2) top.entries.set(items[i]!, items[i + 1]!);
  }

  name(module: string, name: string): void {
    this.push({ kind: "name", name: `${module}.${name}` });
  }

  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isKind(callee, "name") || !isKind(args, "tuple")) throw damaged("it calls what is no name");
    this.push(this.#hooks.build(callee.name, args.items));
  }

  load(): void {
    this.push(this.#hooks.load(this.pop()));
  }

  /** State of an object: of dicts it is PyTorch's `_metadata`, which nothing here needs. */
  setState(): void {
    this.pop();
    if (!isKind(this.top, "dict")) throw unread("it sets the state of an object");
  }

  #take(length: number): DataView {
    const start = this.at;
    if (!(length <= this.#view.byteLength - start)) throw damaged("it ends early");
    this.at += length;
    return new DataView(this.#view.buffer, this.#view.byteOffset + start, length);
  }
}
