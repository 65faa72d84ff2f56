import { describe, expect, it } from "vitest";
import { mergeMessage } from "../../src/review/conversation/merge-message.ts";
import { alice, HELLO, merge, pureUpdateOf } from "../policy/builders.ts";

const update = (before: string, after: string) => ({
  ...pureUpdateOf(HELLO),
  version: { before, after },
});
const GROUNDS = { strategy: "maintainer-command", command: merge(alice) } as const;

/** The title of a merge of these packages. */
function title(
  packages: readonly string[],
  updates: Parameters<typeof mergeMessage>[0]["updates"] = [],
): string {
  return mergeMessage({ number: 7, packages, updates, entries: [], grounds: GROUNDS }).title;
}

describe("what the commit of a merge says", () => {
  it("is the update, where it is one", () => {
    expect(title(["hello"], [update("1.0", "1.1+b_2-rc.1")])).toBe("hello: 1.0 -> 1.1+b_2-rc.1 (#7)");
  });

  it("is that something changes, where it is no update of one package", () => {
    expect(title(["hello"])).toBe("hello: change (#7)");
    expect(title(["hello"], [{ ...update("1", "2"), version: null }])).toBe("hello: change (#7)");
    expect(title(["hello", "cowsay"], [update("1", "2"), update("1", "2")])).toBe(
      "hello, cowsay: change (#7)",
    );
    expect(title(["a", "b", "c", "d"])).toBe("a, b, c and more: change (#7)");
    expect(title(["a", "b", "c"])).toBe("a, b, c: change (#7)");
  });

  it.each(["[skip ci]", "1 fixes #1", "1#2", "x".repeat(61), "1\n2", ""])(
    "never is what somebody could make CI or GitHub act on: %j",
    (version) => {
      expect(title(["hello"], [update(version, "2")])).toBe("hello: change (#7)");
      expect(title(["hello"], [update("1", version)])).toBe("hello: change (#7)");
      expect(title(["hello", version])).toBe("hello and more: change (#7)");
      expect(title([version])).toBe("and more: change (#7)");
    },
  );

  it("names the entry of NUR's registry, where its name is plain", () => {
    const of = (...entries: Parameters<typeof mergeMessage>[0]["entries"]) =>
      mergeMessage({ number: 7, packages: [], updates: [], entries, grounds: GROUNDS }).title;
    expect(of({ name: "alice", kind: "added" })).toBe("add alice repository (#7)");
    expect(of({ name: "alice", kind: "removed" })).toBe("remove alice repository (#7)");
    expect(of({ name: "closes #1", kind: "changed" })).toBe("change repository (#7)");
    expect(of({ name: "a", kind: "added" }, { name: "b", kind: "added" })).toBe("change 2 repositories (#7)");
  });

  it("tells on whose word it was merged, and by what strategy", () => {
    const body = (grounds: Parameters<typeof mergeMessage>[0]["grounds"]) =>
      mergeMessage({ number: 7, packages: ["hello"], updates: [], entries: [], grounds }).body;
    expect(body(GROUNDS)).toBe("Merged by by-name-bot: maintainer-command, requested by alice.");
    expect(body({ strategy: "trusted-update", command: null })).toBe(
      "Merged by by-name-bot: trusted-update.",
    );
    expect(body(null)).toBe("Merged by by-name-bot.");
  });
});
