import fc, { type Arbitrary } from "fast-check";

/** A package, and who maintains it: null where something in it that counts cannot be understood. */
export type Sample = { readonly text: string; readonly people: readonly string[] | null };

/** What a name stands for, as the innermost `let` around has it. */
type Bound = { readonly list: readonly string[] | null } | { readonly person: string | null };

type Context = {
  /** Innermost last. */
  readonly withs: readonly ("lib" | "maintainers" | "foo")[];
  readonly bound: ReadonlyMap<string, Bound>;
  readonly depth: number;
};

type List = { readonly text: string; readonly people: readonly string[] | null };

const HANDLES = ["alice", "bob", "carol", "dave", "frank"] as const;
const LOGINS = new Map([
  ["ivy", 90],
  ["jack", 91],
]);

/** Numbers that choose among the forms; when they run out, the simplest form is chosen. */
type Choices = { next(below: number): number };

function choicesOf(numbers: readonly number[]): Choices {
  let at = 0;
  return { next: (below) => (numbers[at++] ?? 0) % below };
}

function both(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  return a === null || b === null ? null : [...a, ...b];
}

function handle(choices: Choices): string {
  return HANDLES[choices.next(HANDLES.length)] ?? "alice";
}

function libIsLib(context: Context): boolean {
  return !context.bound.has("lib");
}

/** An element of a list, in one of the forms that there are, right or wrong. */
function element(choices: Choices, context: Context): List {
  const name = handle(choices);
  const viaLib = libIsLib(context) ? [name] : null;
  switch (choices.next(9)) {
    case 0:
    case 1:
      return { text: `lib.maintainers.${name}`, people: viaLib };
    case 2:
      return { text: `(lib."maintainers".${name})`, people: viaLib };
    case 3:
    case 4:
      return { text: name, people: bareName(name, context) };
    case 5: {
      const under = context.withs.at(-1) === "lib" && !context.bound.has("maintainers");
      return { text: `maintainers.${name}`, people: under ? [name] : null };
    }
    case 6: {
      const login = [...LOGINS.keys()][choices.next(2)] ?? "ivy";
      return { text: `{ github = "${login}"; githubId = ${LOGINS.get(login)}; }`, people: [login] };
    }
    case 7:
      return { text: `(foo ${name})`, people: null };
    default:
      return { text: `(/* lib.maintainers.mallory */ lib.maintainers.${name})`, people: viaLib };
  }
}

function bareName(name: string, context: Context): readonly string[] | null {
  const bound = context.bound.get(name);
  if (bound !== undefined) return "person" in bound && bound.person !== null ? [bound.person] : null;
  return context.withs.at(-1) === "maintainers" ? [name] : null;
}

/** A list, in a context that it may change for the lists in it. */
function list(choices: Choices, context: Context): List {
  const inner = { ...context, depth: context.depth + 1 };
  if (context.depth > 6) return { text: "[ ]", people: [] };
  switch (choices.next(12)) {
    case 0:
    case 1:
    case 2: {
      const elements = Array.from({ length: choices.next(4) }, () => element(choices, context));
      const people = elements.reduce<readonly string[] | null>((all, each) => both(all, each.people), []);
      return { text: `[ ${elements.map(({ text }) => text).join(" ")} ]`, people };
    }
    case 3: {
      const [left, right] = [list(choices, inner), list(choices, inner)];
      return { text: `(${left.text}) ++ (${right.text})`, people: both(left.people, right.people) };
    }
    case 4:
    case 5: {
      const { text, people } = list(choices, withAround(inner, libIsLib(context) ? "maintainers" : "foo"));
      return { text: `with lib.maintainers; ${text}`, people };
    }
    case 6: {
      const { text, people } = list(choices, withAround(inner, libIsLib(context) ? "lib" : "foo"));
      return { text: `with lib; ${text}`, people };
    }
    case 7: {
      const { text, people } = list(choices, withAround(inner, "foo"));
      return { text: `with foo; ${text}`, people };
    }
    case 8: {
      const value = list(choices, inner);
      const name = `xs${context.depth}`;
      const bound = new Map([...inner.bound, [name, { list: value.people }]] as const);
      const body = list(choices, { ...inner, bound });
      return {
        text: `let ${name} = ${value.text}; in (${body.text}) ++ ${name}`,
        people: both(body.people, value.people),
      };
    }
    case 9: {
      const name = handle(choices);
      const value = element(choices, context);
      // In `let a = a;` the name is its own value.
      const itself = value.text === name || value.text === `(foo ${name})`;
      const [person] = value.people ?? [];
      const bound = new Map([...inner.bound, [name, { person: itself ? null : (person ?? null) }]] as const);
      const { text, people } = list(choices, { ...inner, bound });
      return { text: `let ${name} = ${value.text}; in ${text}`, people };
    }
    case 10: {
      const bound = new Map([...inner.bound, ["lib", { list: null }]] as const);
      const { text, people } = list(choices, { ...inner, bound });
      return { text: `let lib = foo; in ${text}`, people };
    }
    default:
      return { text: "lib.teams.acme.members", people: libIsLib(context) ? ["alice", "bob"] : null };
  }
}

function withAround(context: Context, environment: Context["withs"][number]): Context {
  return { ...context, withs: [...context.withs, environment] };
}

/** A package whose `meta.maintainers` is such a list, in one of the ways to write that. */
function packageOf(choices: Choices): Sample {
  const plain: Context = { withs: [], bound: new Map(), depth: 0 };
  const underLib = withAround(plain, "lib");
  const head = "{ lib, stdenv, foo }:\n";
  switch (choices.next(8)) {
    case 0: {
      const { text, people } = list(choices, plain);
      return { text: `${head}stdenv.mkDerivation { meta.maintainers = ${text}; }`, people };
    }
    case 1: {
      const { text, people } = list(choices, underLib);
      return { text: `${head}stdenv.mkDerivation { meta = with lib; { maintainers = ${text}; }; }`, people };
    }
    case 2: {
      const { text, people } = list(choices, plain);
      return {
        text: `${head}stdenv.mkDerivation (finalAttrs: { meta = { maintainers = ${text}; }; })`,
        people,
      };
    }
    case 3: {
      const { text, people } = list(choices, plain);
      return {
        text: `${head}stdenv.mkDerivation rec { meta.maintainers = ${text}; version = "1"; }`,
        people,
      };
    }
    case 4: {
      // Inside of its own value the name is that value.
      const bound = new Map([["maintainers", { list: null }]]);
      const { text, people } = list(choices, { ...plain, bound });
      const body = "stdenv.mkDerivation { meta = { inherit maintainers; }; }";
      return { text: `${head}let maintainers = ${text}; in ${body}`, people };
    }
    case 5: {
      const { text } = list(choices, plain);
      return {
        text: `${head}stdenv.mkDerivation { passthru.meta = { }; meta.maintainers = ${text}; }`,
        people: null,
      };
    }
    case 6: {
      const { text, people } = list(choices, plain);
      const meta = `{ maintainers = [ (foo 1) ]; } // { maintainers = ${text}; }`;
      return { text: `${head}stdenv.mkDerivation { meta = ${meta}; }`, people };
    }
    default: {
      const [some, others] = [list(choices, plain), list(choices, plain)];
      const call = (text: string) => `stdenv.mkDerivation { meta.maintainers = ${text}; }`;
      const key = (people: readonly string[] | null) => JSON.stringify([...new Set(people)].sort());
      const same = some.people !== null && others.people !== null && key(some.people) === key(others.people);
      return {
        text: `${head}if foo then ${call(some.text)} else ${call(others.text)}`,
        people: same ? some.people : null,
      };
    }
  }
}

/** Packages of all forms, with who maintains them worked out while they are written. */
export const packages: Arbitrary<Sample> = fc
  .array(fc.nat({ max: 10_000 }), { maxLength: 60 })
  .map((numbers) => packageOf(choicesOf(numbers)));
