import { describe, expect, it } from "vitest";
import type { Maintainers } from "../../src/packages/maintainers/maintainer.ts";
import { decide } from "../../src/policy/decision.ts";
import { facts, HELLO, lineOf } from "./builders.ts";

describe("who maintains it", () => {
  const said = (strategy: "maintainer-command" | "all-maintainers", maintainers: Maintainers) =>
    lineOf(
      decide(
        facts({
          maintainers: new Map([[HELLO.directory, maintainers]]),
          configuration: { strategies: [strategy], maintainers: { kind: "codeowners" } },
        }),
      ),
      "strategy",
    ).parts.flatMap(({ conditions }) => conditions.map(({ state, text }) => `${state}: ${text}`));

  it("is said by name, and that there are others whom GitHub knows", () => {
    const people = [{ name: "alice", id: null, login: "alice" }];
    const open = { kind: "known", people, teams: ["acme"], collaborators: false } as const;
    expect(said("maintainer-command", open)).toContain(
      "met: `hello`: maintained by `alice`, others whom GitHub knows",
    );
  });

  it("is not said of a name without an account", () => {
    const people = [{ name: "dave", id: null, login: null }];
    const nameless = { kind: "known", people, teams: [], collaborators: false } as const;
    expect(said("maintainer-command", nameless).at(-1)).toBe(
      "asks: Waiting for a `merge` comment from a maintainer of `hello`",
    );
  });

  it("is not known of an address", () => {
    const people = [{ name: "a@example.org", id: null, login: null }];
    const address = { kind: "known", people, teams: [], collaborators: false } as const;
    expect(said("all-maintainers", address)).toContain(
      "unmet: The GitHub account of `a@example.org` is not known",
    );
  });
});
