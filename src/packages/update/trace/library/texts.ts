import { compareVersions, splitVersion } from "../../versions.ts";
import { constantText, joined, textValue } from "../strings.ts";
import { concrete, isAtLeast, madeText, replaceStrings } from "../texts.ts";
import {
  alternatives,
  DIFFERING,
  type Location,
  type Machine,
  OPAQUE,
  type TextValue,
  type Thunk,
  type Value,
} from "../values.ts";
import { type Binary, binary, type LibraryFunction, named, ternary, type Unary, unary } from "./function.ts";
import { matchPattern, splitPattern } from "./patterns.ts";
import { exactElements, joinedList, madeOf, mapTexts, type Nested, sizeOf, still } from "./tools.ts";

/** A function of one text, run on what that is before and after the change. */
function ofText(make: (text: string) => string): LibraryFunction {
  return unary((machine, argument, location) =>
    mapTexts(
      machine,
      argument,
      location,
      ({ before, after }) => madeOf(make(before), make(after)),
      (text) => ({ kind: "text", pieces: [{ kind: "fixed", text: make(text) }], location }),
    ),
  );
}

/** A component of a version. */
function component(at: number): LibraryFunction {
  return ofText((version) => splitVersion(version)[at] ?? "");
}

/** Yes or no by two texts: it differs unless it is known to be the same on both sides. */
function byTexts(decide: (one: string, other: string) => boolean | number): LibraryFunction {
  return binary((machine, one, other, location) => {
    const left = textValue(machine, machine.force(one), location);
    const right = textValue(machine, machine.force(other), location);
    const size = sizeOf(left) * alternatives(right).length + sizeOf(right) * alternatives(left).length;
    if (!machine.hasRoom(size, location)) return DIFFERING;
    const same = alternatives(left).every((one) =>
      alternatives(right).every((other) => {
        if (one.kind !== "text" || other.kind !== "text") return false;
        const [a, b] = [concrete(one), concrete(other)];
        return a !== null && b !== null && decide(a.before, b.before) === decide(a.after, b.after);
      }),
    );
    return !same && [left, right].map((each) => machine.moves(each)).includes(true) ? DIFFERING : OPAQUE;
  });
}

/** Of which any part is text and nothing more. */
const PARTS = /^[0-9A-Za-z._+]*$/;

/** A part of a text, from and to where is not known. */
const substring = ternary((machine, from, length, text, location) => {
  still(machine, [from, length], location);
  return mapTexts(machine, text, location, ({ before, after }) =>
    PARTS.test(before) && PARTS.test(after) ? storeText(location) : null,
  );
});

/** `T15:44:28Z`: text, but none that may be part of a URL or a ref. */
const TIME = /^[0-9A-Za-z][0-9A-Za-z._+:-]{0,99}$/;

function storeText(location: Location): TextValue {
  return { kind: "text", pieces: [{ kind: "store" }], location };
}

const replace = ternary((machine, from, to, text, location) => {
  still(machine, [from, to], location);
  const [old, now] = [constants(machine, from), constants(machine, to)];
  if (old === null || now === null) return mapTexts(machine, text, location, () => null);
  return mapTexts(machine, text, location, (both) => {
    const before = replaceStrings(old, now, both.before);
    const after = replaceStrings(old, now, both.after);
    if (before === null || after === null) return null;
    return (
      madeText({ before, after }) ?? (TIME.test(before) && TIME.test(after) ? storeText(location) : null)
    );
  });
});

/** The texts of a list, all of them known and the same on both sides; else null. */
function constants(machine: Machine, list: Thunk): readonly string[] | null {
  const texts = exactElements(machine.force(list))?.map((each) => constantText(machine.force(each)));
  return texts?.every((text) => text !== null) ? texts : null;
}

/** A function of something that is known and of a text. */
function byKnown(make: (text: string, known: string) => Nested | null): LibraryFunction {
  return binary((machine, argument, text, location) => {
    still(machine, [argument], location);
    const known = constantText(machine.force(argument));
    return mapTexts(machine, text, location, ({ before, after }) =>
      known === null ? null : madeOf(make(before, known), make(after, known)),
    );
  });
}

/** `-DNAME=value` and the like. */
const flag: Binary = (machine, name, value, location) => {
  still(machine, [name], location);
  const text = textValue(machine, machine.force(value), location);
  return joined(machine, [{ kind: "text", pieces: [{ kind: "unknown" }], location: null }, text], location);
};

const BLANK: Value = { kind: "text", pieces: [{ kind: "fixed", text: " " }], location: null };

/** A value as text; the elements of a list with a blank between. */
const shown: Unary = (machine, argument, location) => {
  const value = machine.force(argument);
  return value.kind === "list"
    ? joinedList(machine, BLANK, value, location)
    : textValue(machine, value, location);
};

export const TEXT_FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ["major", component(0)],
  ["minor", component(1)],
  ["patch", component(2)],
  ["majorMinor", ofText((version) => splitVersion(version).slice(0, 2).join("."))],
  ["toLower", ofText((text) => text.replace(/[A-Z]/g, (each) => each.toLowerCase()))],
  ["toUpper", ofText((text) => text.replace(/[a-z]/g, (each) => each.toUpperCase()))],
  ...named(["versionAtLeast", "versionOlder"], byTexts(isAtLeast)),
  ["compareVersions", byTexts(compareVersions)],
  ["hasPrefix", byTexts((part, text) => text.startsWith(part))],
  ["hasSuffix", byTexts((part, text) => text.endsWith(part))],
  ["hasInfix", byTexts((part, text) => text.includes(part))],
  ["removePrefix", byKnown((text, part) => (text.startsWith(part) ? text.slice(part.length) : text))],
  [
    "removeSuffix",
    byKnown((text, part) => (text.endsWith(part) ? text.slice(0, text.length - part.length) : text)),
  ],
  ["replaceStrings", replace],
  ["split", splitPattern],
  ["match", matchPattern],
  ["substring", substring],
  ["splitString", byKnown((text, separator) => (separator === "" ? null : text.split(separator)))],
  [
    "splitVersion",
    unary((machine, text, location) =>
      mapTexts(machine, text, location, ({ before, after }) =>
        madeOf(splitVersion(before), splitVersion(after)),
      ),
    ),
  ],
  ...named(["toString", "escapeShellArg", "escapeShellArgs"], unary(shown)),
  ...named(["cmakeFeature", "mesonOption"], binary(flag)),
  [
    "cmakeOptionType",
    ternary((machine, type, name, value, location) => {
      still(machine, [type], location);
      return flag(machine, name, value, location);
    }),
  ],
]);
