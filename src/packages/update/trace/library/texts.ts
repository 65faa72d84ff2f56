import { compareVersions, splitVersion } from "../../versions.ts";
import { constantText, joined, textValue } from "../strings.ts";
import { type Concrete, concrete, isAtLeast, madeText, replaceStrings, textMoves } from "../texts.ts";
import {
  alternatives,
  DIFFERING,
  type Location,
  type Machine,
  OPAQUE,
  type TextValue,
  type Thunk,
  type Value,
  valueThunk,
} from "../values.ts";
import type { LibraryFunction } from "./function.ts";
import { matchPattern, splitPattern } from "./patterns.ts";
import { mapTexts, still } from "./tools.ts";

/** A function of one text, run on what that is before and after the change. */
function ofText(make: (text: string) => string): LibraryFunction["run"] {
  return (machine, [argument], location) =>
    mapTexts(machine, argument, location, (text) => {
      const both = concrete(text);
      return both === null ? null : madeText({ before: make(both.before), after: make(both.after) });
    });
}

/** Yes or no by two texts: it differs unless it is known to be the same on both sides. */
function byTexts(decide: (one: string, other: string) => boolean | number): LibraryFunction["run"] {
  return (machine, args, location) => {
    const [left, right] = args.map((each) => textValue(machine, machine.force(each), location));
    if (left === undefined || right === undefined) return OPAQUE;
    const same = alternatives(left).every((one) =>
      alternatives(right).every((other) => {
        if (one.kind !== "text" || other.kind !== "text") return false;
        const [a, b] = [concrete(one), concrete(other)];
        return a !== null && b !== null && decide(a.before, b.before) === decide(a.after, b.after);
      }),
    );
    return !same && [left, right].map((each) => machine.moves(each)).includes(true) ? DIFFERING : OPAQUE;
  };
}

/** Pieces of a text, as many before the change as after it. */
function split(cut: (text: string) => readonly string[], { before, after }: Concrete): Value | null {
  const [old, now] = [cut(before), cut(after)];
  if (old.length !== now.length) return null;
  const elements: Thunk[] = [];
  for (const [i, piece] of old.entries()) {
    const text = madeText({ before: piece, after: now[i] ?? "" });
    if (text === null) return null;
    elements.push(valueThunk(text));
  }
  return { kind: "list", elements, exact: true };
}

function majorMinor(version: string): string {
  return splitVersion(version).slice(0, 2).join(".");
}

/** A part of a text, from and to where is not known. */
const substring: LibraryFunction["run"] = (machine, [from, length, text], location) => {
  still(machine, [from, length], location);
  return mapTexts(machine, text, location, (each) => {
    if (!textMoves(each)) return OPAQUE;
    const both = concrete(each);
    if (both === null || !/^[0-9A-Za-z._+]*$/.test(both.before) || !/^[0-9A-Za-z._+]*$/.test(both.after))
      return null;
    return storeText(location);
  });
};

/** `T15:44:28Z`: text, but none that may be part of a URL or a ref. */
const TIME = /^[0-9A-Za-z][0-9A-Za-z._+:-]{0,99}$/;

function storeText(location: Location): TextValue {
  return { kind: "text", pieces: [{ kind: "store" }], location };
}

const replace: LibraryFunction["run"] = (machine, [from, to, text], location) => {
  still(machine, [from, to], location);
  const [old, now] = [from, to].map((each) => constants(machine, each));
  return mapTexts(machine, text, location, (each) => {
    if (!textMoves(each)) return OPAQUE;
    const both = concrete(each);
    if (both === null || old == null || now == null) return null;
    const [before, after] = [both.before, both.after].map((one) => replaceStrings(old, now, one));
    if (before == null || after == null) return null;
    return (
      madeText({ before, after }) ??
      ([before, after].every((one) => TIME.test(one)) ? storeText(location) : null)
    );
  });
};

/** The texts of a list, all of them known and the same on both sides; else null. */
function constants(machine: Machine, list: Thunk | undefined): readonly string[] | null {
  const value = list === undefined ? OPAQUE : machine.force(list);
  if (value.kind !== "list" || !value.exact) return null;
  const texts: string[] = [];
  for (const each of value.elements) {
    const text = constantText(machine.force(each));
    if (text === null) return null;
    texts.push(text);
  }
  return texts;
}

function affix(cut: (text: string, affix: string) => string): LibraryFunction["run"] {
  return (machine, [part, text], location) => {
    still(machine, [part], location);
    const known = part === undefined ? null : constantText(machine.force(part));
    return mapTexts(machine, text, location, (each) => {
      const both = concrete(each);
      if (!textMoves(each)) return OPAQUE;
      if (both === null || known === null) return null;
      return madeText({ before: cut(both.before, known), after: cut(both.after, known) });
    });
  };
}

/** `-DNAME=value` and the like. */
const flag: LibraryFunction["run"] = (machine, [name, value], location) => {
  still(machine, [name], location);
  const text = textValue(machine, value === undefined ? OPAQUE : machine.force(value), location);
  return joined(machine, [{ kind: "text", pieces: [{ kind: "unknown" }], location: null }, text], location);
};

export const TEXT_FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ["major", { arity: 1, run: ofText((version) => splitVersion(version)[0] ?? "") }],
  ["minor", { arity: 1, run: ofText((version) => splitVersion(version)[1] ?? "") }],
  ["patch", { arity: 1, run: ofText((version) => splitVersion(version)[2] ?? "") }],
  ["majorMinor", { arity: 1, run: ofText(majorMinor) }],
  ["toLower", { arity: 1, run: ofText((text) => text.replace(/[A-Z]/g, (each) => each.toLowerCase())) }],
  ["toUpper", { arity: 1, run: ofText((text) => text.replace(/[a-z]/g, (each) => each.toUpperCase())) }],
  ["versionAtLeast", { arity: 2, run: byTexts(isAtLeast) }],
  ["versionOlder", { arity: 2, run: byTexts(isAtLeast) }],
  ["compareVersions", { arity: 2, run: byTexts((a, b) => Math.sign(compareVersions(a, b))) }],
  ["hasPrefix", { arity: 2, run: byTexts((part, text) => text.startsWith(part)) }],
  ["hasSuffix", { arity: 2, run: byTexts((part, text) => text.endsWith(part)) }],
  ["hasInfix", { arity: 2, run: byTexts((part, text) => text.includes(part)) }],
  [
    "removePrefix",
    { arity: 2, run: affix((text, part) => (text.startsWith(part) ? text.slice(part.length) : text)) },
  ],
  [
    "removeSuffix",
    {
      arity: 2,
      run: affix((text, part) => (text.endsWith(part) ? text.slice(0, text.length - part.length) : text)),
    },
  ],
  ["replaceStrings", { arity: 3, run: replace }],
  ["split", { arity: 2, run: splitPattern }],
  ["match", { arity: 2, run: matchPattern }],
  ["substring", { arity: 3, run: substring }],
  [
    "splitString",
    {
      arity: 2,
      run: (machine, [separator, text], location) => {
        still(machine, [separator], location);
        const known = separator === undefined ? null : constantText(machine.force(separator));
        return mapTexts(machine, text, location, (each) => {
          if (!textMoves(each)) return OPAQUE;
          const both = concrete(each);
          return both === null || !known ? null : split((one) => one.split(known), both);
        });
      },
    },
  ],
  [
    "splitVersion",
    {
      arity: 1,
      run: (machine, [text], location) =>
        mapTexts(machine, text, location, (each) => {
          if (!textMoves(each)) return OPAQUE;
          const both = concrete(each);
          return both === null ? null : split(splitVersion, both);
        }),
    },
  ],
  ["toString", { arity: 1, run: (machine, [value], location) => shown(machine, value, location) }],
  ["escapeShellArg", { arity: 1, run: (machine, [value], location) => shown(machine, value, location) }],
  ["escapeShellArgs", { arity: 1, run: (machine, [value], location) => shown(machine, value, location) }],
  ["cmakeFeature", { arity: 2, run: flag }],
  [
    "cmakeOptionType",
    {
      arity: 3,
      run: (machine, [, name, value], location) =>
        flag(
          machine,
          [name, value].filter((each) => each !== undefined),
          location,
        ),
    },
  ],
  ["mesonOption", { arity: 2, run: flag }],
]);

/** A value as text; the elements of a list with a blank between. */
function shown(machine: Machine, argument: Thunk | undefined, location: Location): Value {
  const value = argument === undefined ? OPAQUE : machine.force(argument);
  if (value.kind !== "list") return textValue(machine, value, location);
  const parts = value.elements.flatMap((each, i): Value[] => {
    const text = textValue(machine, machine.force(each), location);
    return i === 0
      ? [text]
      : [{ kind: "text", pieces: [{ kind: "fixed", text: " " }], location: null }, text];
  });
  return joined(machine, parts, location);
}
