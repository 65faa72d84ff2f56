import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import type { AttributeSet, WithExpression } from "../../src/nix/ast.ts";
import type { LeftScope, Use } from "../../src/nix/walk-scopes.ts";
import { NIX, nixIsHere, parsed, wellFormed } from "./parsing.ts";
import { scoped } from "./scoped.ts";

// Whatever Nix says of random expressions, the reader of scopes has to say, too. `BY_NAME_SCOPES=10000` takes so many.

const RUNS = Number(process.env.BY_NAME_SCOPES ?? 250);
/** Nix stops at the first undefined variable, so that each that is looked for takes a process: in every test a few. */
const REFUSALS = process.env.BY_NAME_SCOPES === undefined ? 30 : Number.POSITIVE_INFINITY;
const AT_ONCE = 4;
const FILES_AT_ONCE = 250;

type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** What is done with an expression so that Nix has to accept it, or has to refuse it for one reason. */
type Question = { readonly text: string; readonly refusal: Refusal | null };
/** The undefined name, and the columns at which Nix may say that it is. */
type Refusal = { readonly name: string; readonly columns: readonly number[] | null };

function edited(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { start, end, text: by } of edits.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + by + result.slice(end);
  }
  return result;
}

/**
 * Two questions about an expression. That it is accepted once all that is bound by nothing is bound by a function
 * around it, and all that is said to be needless is taken away: each such `with` is an `assert`, each such `rec`
 * gone, each formal and argument renamed. That it is refused if one of them is left unbound, at its place.
 */
function questionsOf(text: string, which: number): Question[] {
  const unbound: Use[] = [];
  const needless: Edit[] = [];
  const used: WithExpression[] = [];
  wellFormed(text).scopes({
    use(use, origin) {
      if (origin.kind === "nothing") unbound.push(use);
    },
    leave: (scope) => needless.push(...needlessIn(scope)),
    leaveWith(expression, isUsed) {
      if (isUsed) used.push(expression);
      else needless.push(asAssert(expression));
    },
  });
  const renamed = ({ isVariable, start, end }: Use, i: number) =>
    isVariable ? [{ start, end, text: `z${i}` }] : [];
  const nameOf = (use: Use, i: number) => (use.isVariable ? `z${i}` : use.name);
  const all = unbound.flatMap(renamed);
  const prefix = (names: readonly string[]) => [...new Set(names)].map((name) => `${name}: `).join("");
  const questions: Question[] = [
    { text: prefix(unbound.map(nameOf)) + edited(text, [...all, ...needless]), refusal: null },
  ];
  if (unbound.length > 0) {
    const left = which % unbound.length;
    const name = unbound.map(nameOf)[left] ?? "";
    const names = unbound.map(nameOf).filter((each) => each !== name);
    const before = prefix(names);
    const place = unbound[left]?.start ?? 0;
    const shift = all.filter(({ start }) => start < place);
    const column =
      before.length +
      1 +
      place +
      shift.reduce((sum, { start, end, text: by }) => sum + by.length - (end - start), 0);
    const isOne = unbound[left]?.isVariable === true;
    questions.push({
      text: before + edited(text, all),
      refusal: { name, columns: isOne ? [column] : null },
    });
  }
  // What the outermost `with` gives, nothing else does.
  const outermost = used.find(
    (one) => !used.some((other) => other.start < one.start && one.end <= other.end),
  );
  if (outermost !== undefined && unbound.every(({ isVariable }) => isVariable)) {
    const without = edited(text, [...all, ...used.map(asAssert)]);
    questions.push({ text: prefix(unbound.map(nameOf)) + without, refusal: { name: "", columns: null } });
  }
  return questions;
}

function asAssert({ start }: WithExpression): Edit {
  return { start, end: start + "with".length, text: "assert" };
}

function needlessIn({ construct, bounds, isMerged }: LeftScope): Edit[] {
  if (construct?.kind === "function") {
    return bounds.flatMap(({ start, end, isUsed }, i) =>
      isUsed ? [] : [{ start, end, text: `y${construct.start}-${i}` }],
    );
  }
  const isRec = construct?.kind === "attrset" && construct.form === "rec" && !isMerged;
  return isRec && bounds.every(({ isUsed }) => !isUsed) ? [withoutRec(construct)] : [];
}

function withoutRec({ start }: AttributeSet): Edit {
  return { start, end: start + "rec".length, text: "" };
}

const run = promisify(execFile);

/** Why Nix refuses a file; null where it does not. */
async function refusalOf(files: readonly string[]): Promise<string | null> {
  try {
    await run(NIX, ["--parse", ...files], { maxBuffer: 2 ** 28 });
    return null;
  } catch (error) {
    return error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  }
}

it.skipIf(!nixIsHere)(
  `Nix finds the same variables undefined in ${RUNS} random expressions`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "scopes-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const isWellFormed = (text: string) => parsed(text).problems.length === 0;
    const texts = fc.sample(fc.tuple(scoped.filter(isWellFormed), fc.nat()), { numRuns: RUNS });
    const questions = texts.flatMap(([text, which]) => questionsOf(text, which));

    async function written(asked: readonly Question[], kind: string): Promise<string[]> {
      return Promise.all(
        asked.map(async ({ text }, i) => {
          const file = join(folder, `${kind}-${i}.nix`);
          await writeFile(file, text);
          return file;
        }),
      );
    }

    const accepted = questions.filter(({ refusal }) => refusal === null);
    const fine = await written(accepted, "fine");
    for (let i = 0; i < fine.length; i += FILES_AT_ONCE) {
      const said = await refusalOf(fine.slice(i, i + FILES_AT_ONCE));
      const which = Number(/fine-(\d+)\.nix:1:\d/.exec(said ?? "")?.[1] ?? Number.NaN);
      expect(said, accepted[which]?.text).toBeNull();
    }
    const refused = questions.filter(({ refusal }) => refusal !== null).slice(0, REFUSALS);
    const wrong = await written(refused, "wrong");
    for (let i = 0; i < wrong.length; i += AT_ONCE) {
      const some = refused.slice(i, i + AT_ONCE);
      const answers = await Promise.all(wrong.slice(i, i + AT_ONCE).map((file) => refusalOf([file])));
      for (const [at, { text, refusal }] of some.entries()) {
        const said = answers[at] ?? "nothing";
        const { name = "", columns = null } = refusal ?? {};
        expect(said, text).toContain(name === "" ? "undefined variable" : `undefined variable '${name}'`);
        const column = Number(/\.nix:1:(\d+)/.exec(said)?.[1]);
        if (columns !== null) expect(columns, `${text}\n${said}`).toContain(column);
      }
    }
  },
  3_600_000,
);

if (!nixIsHere)
  console.log("Nix is not here, so that the scopes of random expressions are not compared with its own");
