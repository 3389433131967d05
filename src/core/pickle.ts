/**
 * Python's pickles, as far as they are data: numbers, text, lists, tuples, dicts, and whatever `build` makes of named calls.
 *
 * A pickle is a program for a stack machine that may name any function of Python and call it. Nothing is called here: a name is
 * kept as a name, and a call goes to `build`, which knows the few that make tensors and refuses all others. So reading a file
 * runs nothing of it.
 * Source: CPython, Lib/pickletools.py (protocols 2 to 5).
 */
import { type PickleHooks, PickleMachine } from "./pickle-machine.ts";
import { type Pickled, unread } from "./pickle-values.ts";

const stop = 0x2e;

/** Reads one pickle from `at`; returns its value and where it ends. Errors: `pickle-damaged`, `pickle-unread`; those of the hooks. */
export function readPickle(
  bytes: Uint8Array,
  hooks: PickleHooks,
  at = 0,
): { readonly value: Pickled; readonly end: number } {
  const machine = new PickleMachine(bytes, hooks, at);
  for (;;) {
    const code = machine.number("getUint8", 1);
    if (code === stop) break;
    const instruction = instructions[code];
    if (instruction === undefined) throw unread(`its instruction 0x${code.toString(16)} makes no data`);
    instruction(machine);
  }
  return { value: machine.pop(), end: machine.at };
}

const tuple = (items: Pickled[]): Pickled => ({ kind: "tuple", items });
const dict = (): Pickled => ({ kind: "dict", entries: new Map() });
const list = (): Pickled => ({ kind: "list", items: [] });

/** By code, with the names that CPython gives them. */
const instructions: { readonly [code: number]: (m: PickleMachine) => void } = {
  128: (m) => void m.number("getUint8", 1), // PROTO
  149: (m) => void m.longLength(), // FRAME
  40: (m) => m.mark(), // MARK
  48: (m) => void m.pop(), // POP
  49: (m) => void m.sinceMark(), // POP_MARK
  78: (m) => m.push(null), // NONE
  136: (m) => m.push(true), // NEWTRUE
  137: (m) => m.push(false), // NEWFALSE
  75: (m) => m.push(m.number("getUint8", 1)), // BININT1
  77: (m) => m.push(m.number("getUint16", 2)), // BININT2
  74: (m) => m.push(m.number("getInt32", 4)), // BININT
  138: (m) => m.push(m.long(m.number("getUint8", 1))), // LONG1
  139: (m) => m.push(m.long(m.number("getUint32", 4))), // LONG4
  71: (m) => m.push(m.float()), // BINFLOAT
  140: (m) => m.push(m.text(m.number("getUint8", 1))), // SHORT_BINUNICODE
  88: (m) => m.push(m.text(m.number("getUint32", 4))), // BINUNICODE
  141: (m) => m.push(m.text(m.longLength())), // BINUNICODE8
  85: (m) => m.push(m.text(m.number("getUint8", 1))), // SHORT_BINSTRING
  84: (m) => m.push(m.text(m.number("getUint32", 4))), // BINSTRING
  67: (m) => m.push(m.bytes(m.number("getUint8", 1))), // SHORT_BINBYTES
  66: (m) => m.push(m.bytes(m.number("getUint32", 4))), // BINBYTES
  41: (m) => m.push(tuple([])), // EMPTY_TUPLE
  133: (m) => m.push(tuple(m.last(1))), // TUPLE1
  134: (m) => m.push(tuple(m.last(2))), // TUPLE2
  135: (m) => m.push(tuple(m.last(3))), // TUPLE3
  116: (m) => m.push(tuple(m.sinceMark())), // TUPLE
  93: (m) => m.push(list()), // EMPTY_LIST
  97: (m) => m.append(m.last(1)), // APPEND
  101: (m) => m.append(m.sinceMark()), // APPENDS
  125: (m) => m.push(dict()), // EMPTY_DICT
  115: (m) => m.setItems(m.last(2)), // SETITEM
  117: (m) => m.setItems(m.sinceMark()), // SETITEMS
  113: (m) => m.put(m.number("getUint8", 1)), // BINPUT
  114: (m) => m.put(m.number("getUint32", 4)), // LONG_BINPUT
  148: (m) => m.memoize(), // MEMOIZE
  104: (m) => m.get(m.number("getUint8", 1)), // BINGET
  106: (m) => m.get(m.number("getUint32", 4)), // LONG_BINGET
  99: (m) => m.name(m.line(), m.line()), // GLOBAL
  147: (m) => {
    const [module, name] = m.last(2); // STACK_GLOBAL
    m.name(String(module), String(name));
  },
  82: (m) => m.reduce(), // REDUCE
  81: (m) => m.load(), // BINPERSID
  98: (m) => m.setState(), // BUILD
};
