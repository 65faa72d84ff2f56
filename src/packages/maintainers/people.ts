import type { Expression } from "../../nix/ast.ts";
import { plainString, unparenthesized } from "../../nix/expressions.ts";
import { type Known, known, unknown } from "../../nix/known.ts";
import { boundValue, type Scope, throughNames, within } from "../../nix/scope.ts";
import { isAccountId, isLogin } from "./account.ts";
import { attribute, type Value, writtenValue } from "./attributes.ts";
import { type Context, MAX_DEPTH, notUnderstood, shownAt, takeStep } from "./context.ts";
import type { Maintainer } from "./maintainer.ts";
import { selected } from "./selection.ts";

/** What reads an element of a list. */
type ReadElement = (element: Expression, scope: Scope, context: Context) => Known<readonly Maintainer[]>;

/** The people that a list of maintainers names, as in `meta.maintainers`. */
export function listedMaintainers(value: Value, context: Context): Known<readonly Maintainer[]> {
  return readList(value, context, maintainerElement);
}

/** The members of all teams that a list names, as in `meta.teams`. */
export function listedTeams(value: Value, context: Context): Known<readonly Maintainer[]> {
  return readList(value, context, teamElement);
}

function readList(value: Value, context: Context, element: ReadElement): Known<readonly Maintainer[]> {
  if (value.kind === "pieces") return notUnderstood(context, value.span);
  const people: Maintainer[] = [];
  const pending = [{ expression: value.expression, scope: value.scope, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { expression, scope, depth } = next;
    if (depth > MAX_DEPTH || !takeStep(context.steps)) return notUnderstood(context, expression);
    const then = (inner: Expression, around: Scope = scope) =>
      pending.push({ expression: inner, scope: around, depth: depth + 1 });
    switch (expression.kind) {
      case "parenthesized":
        then(expression.expression);
        continue;
      case "let":
      case "with":
        then(expression.body, within(scope, expression));
        continue;
      case "assert":
        then(expression.body);
        continue;
      case "binary":
        if (expression.operator !== "++") return notUnderstood(context, expression);
        then(expression.right);
        then(expression.left);
        continue;
      case "list": {
        for (const each of expression.elements) {
          const found = element(each, scope, context);
          if (!found.known) return found;
          people.push(...found.value);
        }
        continue;
      }
      case "variable": {
        const bound = boundValue(expression, scope);
        if (bound !== null) {
          then(bound.expression, bound.scope);
          continue;
        }
      }
    }
    const members = membersOf(expression, scope, context);
    if (!members.known) return members;
    people.push(...members.value);
  }
  return known(people);
}

/** `lib.teams.acme.members` as a list, which holds the people and no teams. */
function membersOf(expression: Expression, scope: Scope, context: Context): Known<readonly Maintainer[]> {
  const path = selected(expression, scope, context);
  const [lib, teams, team, members, ...more] = path ?? [];
  if (
    lib === "lib" &&
    teams === "teams" &&
    team !== undefined &&
    members === "members" &&
    more.length === 0
  ) {
    return at(context, expression, context.people.members(team));
  }
  return notUnderstood(context, expression);
}

function maintainerElement(
  element: Expression,
  scope: Scope,
  context: Context,
): Known<readonly Maintainer[]> {
  const path = selected(element, scope, context);
  if (path === null) return inlineMaintainer(element, scope, context);
  const [lib, maintainers, handle, ...more] = path;
  if (lib !== "lib" || maintainers !== "maintainers" || handle === undefined || more.length > 0) {
    return notUnderstood(context, element);
  }
  const found = at(context, element, context.people.maintainer(handle));
  return found.known ? known([found.value]) : found;
}

function teamElement(element: Expression, scope: Scope, context: Context): Known<readonly Maintainer[]> {
  const [lib, teams, team, ...more] = selected(element, scope, context) ?? [];
  if (lib !== "lib" || teams !== "teams" || team === undefined || more.length > 0) {
    return notUnderstood(context, element);
  }
  return at(context, element, context.people.members(team));
}

/** What is not known of a person or team, with the place that names them. */
function at<T>(context: Context, expression: Expression, found: Known<T>): Known<T> {
  return found.known ? found : unknown(`${shownAt(context, expression)} is not known: ${found.why}`);
}

/** `{ name = "A"; github = "a"; githubId = 1; }`, or a name that `let` binds to such a set. */
function inlineMaintainer(element: Expression, scope: Scope, context: Context): Known<readonly Maintainer[]> {
  const written = throughNames(element, scope, MAX_DEPTH);
  if (written.expression.kind !== "attrset" || written.expression.form !== "plain") {
    return notUnderstood(context, element);
  }
  const set = writtenValue(written.expression, written.scope);
  const [github, githubId, name, email] = ["github", "githubId", "name", "email"].map((each) =>
    literal(attribute(set, each, context)),
  );
  const login = typeof github === "string" && isLogin(github) ? github : null;
  const id = isAccountId(githubId) ? githubId : null;
  if ((github !== null && login === null) || (githubId !== null && id === null)) {
    return notUnderstood(context, element);
  }
  const called = [login, name, email].find((each) => typeof each === "string");
  return known([{ name: typeof called === "string" ? called : "somebody without a name", id, login }]);
}

/** A string or an integer that is written out; null where there is none, undefined where it is anything else. */
function literal(found: ReturnType<typeof attribute>): string | number | null | undefined {
  if (found.kind === "absent") return null;
  if (found.kind === "unknown" || found.value.kind !== "expression") return undefined;
  const value = unparenthesized(found.value.expression);
  if (value.kind === "integer") return Number(value.text);
  return plainString(value) ?? undefined;
}
