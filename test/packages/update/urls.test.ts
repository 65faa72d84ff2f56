import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../src/packages/update/unknown-text.ts";
import { followsMove, newLetters, urlProblem } from "../../../src/packages/update/urls.ts";

const OWNER = "may have another host, owner or repository";
const HOST = "has no known host";
const COMMIT = "names a git ref that may be a commit id";
const COMPUTED = "names a git ref that is computed from a version or revision";
const NOWHERE = "is not known to name a release, or an archive or a file of the repository";
const ANYBODYS = "may name a pull request or a commit, which can be anybody's";
const QUERY = "has another query string";
const LETTERS = "has new letters, so it may name another package";
const PARTS = "has more parts than before, so it may name another package";
const GITHUB = "https://github.com/a/b";

describe("a URL that differs may have another host, owner or repository", () => {
  it.each<[string, string, string | null]>([
    // By its origin.
    ["https://a.org/b/x-1", "http://a.org/b/x-2", OWNER],
    ["https://a.org/b/x-1", "https://a.com/b/x-2", OWNER],
    ["https://a.org:1/b/x-1", "https://a.org:2/b/x-1", OWNER],
    ["git+https://a.org/b/x-1", "git+https://a.org/b/x-2", null],
    ["HTTPS://a.org/b/x-1", "HTTPS://a.org/b/x-2", null],
    ["a/b/x-1", "a/b/x-2", HOST],
    ["1https://a.org/b/x-1", "1https://a.org/b/x-2", null],
    ["1://a.org/b/x-1", "1://a.org/b/x-2", HOST],
    ["https:/a.org/b/x-1", "https:/a.org/b/x-2", HOST],
    ["https:/a.org/b", "https://a.org/b", HOST],
    ["https://a.org/b", "https:/a.org/b", HOST],
    [" https:a.org/b/x-1", " https:a.org/b/x-2", HOST],
    // By the beginning that is not known.
    [`${UNKNOWN}/b/x-1`, `${UNKNOWN}/b/x-2`, null],
    [`${UNKNOWN}/x-1`, `${UNKNOWN}/x-2`, OWNER],
    [`${UNKNOWN}x-1/c`, `${UNKNOWN}x-2/c`, OWNER],
    [`${UNKNOWN}.github.com/a/b-1`, `${UNKNOWN}.github.com/a/b-2`, null],
    [`a${UNKNOWN}/b/x-1`, `a${UNKNOWN}/b/x-2`, HOST],
    [`${UNKNOWN}://a.org/b/x-1`, `${UNKNOWN}://a.org/b/x-2`, HOST],
    // By a URL within it.
    ["https://a.org/web/1//c", "https://a.org/web/2://c", OWNER],
    ["https://a.org/web/1://c", "https://a.org/web/2://c", OWNER],
    ["https://a.org/web/x:/c", "https://a.org/web/x://c", OWNER],
    ["https://a.org/2020/https://b.org/c/x-1", "https://a.org/2020/https://b.org/c/x-2", null],
    ["https://a.org/2020/https://b.org/c/x-1", "https://a.org/2021/https://b.org/c/x-1", OWNER],
    [`https://a.org/2020/${GITHUB}/raw/v1`, `https://a.org/2020/${GITHUB}/raw/v2`, null],
    [`https://a.org/2020/${GITHUB}-1/raw/v1`, `https://a.org/2020/${GITHUB}-2/raw/v1`, OWNER],
    ["https://a.org/x?y=https://b.org/c/x-1", "https://a.org/x?y=https://b.org/c/x-2", null],
    ["https://a.org/x?y=://b.org/c/x-1", "https://a.org/x?y=://b.org/c/x-2", HOST],
    [
      "https://web.archive.org/web/2020/https://b.org/c/x-1",
      "https://web.archive.org/web/2020/https://b.org/c/x-2",
      null,
    ],
    ["https://a.org/mirror://pypi/h/hello/x-1", "https://a.org/mirror://pypi/h/hello/x-2-y", null],
    ["https://a.org/mirror://b/h/hello/x-1", "https://a.org/mirror://b/h/hello/x-2-y", PARTS],
    // By the owner or the repository on a forge.
    ["https://github.com/a1/b/v1", "https://github.com/a2/b/v1", OWNER],
    ["https://github.com/a/b1/v1", "https://github.com/a/b2/v1", OWNER],
    ["mirror://sourceforge/sourceforge/x1/y", "mirror://sourceforge/sourceforge/x2/y", OWNER],
    ["mirror://sourceforge/sourceforge/x/y1", "mirror://sourceforge/sourceforge/x/y2", null],
    // By the number of names in its path.
    ["https://a.org/b/x-1", "https://a.org/b/c/x-1", OWNER],
    ["https://a.org/b/x-1/c", "https://a.org/b/x-1", OWNER],
    // By what no name before says whose it is.
    ["https://a.org/b/1", "https://a.org/b/2", null],
    ["https://a.org/b/-/1", "https://a.org/b/-/2", null],
    ["https://a.org/-/b/1", "https://a.org/-/b/2", null],
    ["https://a.org/-/1", "https://a.org/-/2", OWNER],
    ["https://a.org/-/1/b", "https://a.org/-/2/b", OWNER],
    ["https://a.org/1/1", "https://a.org/1/2", null],
    ["https://a.org/1", "https://a.org/2", OWNER],
    ["https://a.org/x-1", "https://a.org/x-2", null],
    ["https://a.org/X-1", "https://a.org/X-2", null],
    ["https://a.org/2-1x", "https://a.org/2-2x", OWNER],
    ["https://a.org/1x", "https://a.org/2x", OWNER],
    ["https://a.org/x1/c", "https://a.org/x2/c", OWNER],
    [`https://a.org/x${UNKNOWN}1`, `https://a.org/x${UNKNOWN}2`, OWNER],
    [`https://${UNKNOWN}.org/x-1`, `https://${UNKNOWN}.org/x-2`, OWNER],
    [`https://${UNKNOWN}.org/b/x-1`, `https://${UNKNOWN}.org/b/x-2`, null],
    ["https://archive.org/download/1/x", "https://archive.org/download/2/x", OWNER],
    ["https://archive.org/download/x1/x", "https://archive.org/download/x2/x", null],
    ["https://archive.org/download/a/1", "https://archive.org/download/a/2", null],
    ["https://archive.org/1/a", "https://archive.org/2/a", OWNER],
    // By its query string.
    ["https://a.org/x?y=1", "https://a.org/x?y=2", null],
    ["https://a.org?y=1", "https://a.org?y=2", OWNER],
    ["https://a.org/?y=1", "https://a.org/?y=2", null],
    ["https://a.org#1", "https://a.org#2", OWNER],
    ["https://a.org/x#/1", "https://a.org/x#/2", null],
    ["https://a.org/x#/1", "https://a.org/x#/2/3", null],
    ["https://archive.org/download?y=1", "https://archive.org/download?y=2", OWNER],
    ["https://archive.org/download/a?y=1", "https://archive.org/download/a?y=2", null],
    ["https://archive.org/a/b?y=hello1", "https://archive.org/a/b?y=world1", LETTERS],
    ["https://github.com/a?y=1", "https://github.com/a?y=2", OWNER],
    [`${GITHUB}?y=1`, `${GITHUB}?y=2`, OWNER],
    [`${GITHUB}/c?y=1`, `${GITHUB}/c?y=2`, QUERY],
    [`${GITHUB}/c#1`, `${GITHUB}/c#2`, QUERY],
  ])("%s to %s: %s", (before, after, why) => {
    expect(urlProblem(before, after, false)).toBe(why);
  });

  it.each<[string, string, string]>([
    ["https://x@a.org/b/1", "https://x@a.org/b/2", "contains a user name"],
    ["https://a.org/./b/1", "https://a.org/./b/2", "has `.` or `..` in its path"],
    ["https://a.org/../b/1", "https://a.org/../b/2", "has `.` or `..` in its path"],
    ["https://a.org/b/1/.", "https://a.org/b/2/.", "has `.` or `..` in its path"],
    ["https://a.org/b/1", "https://a.org/b/..", "has `.` or `..` in its path"],
    ["https://a.org/b/1", "https://a.org/b/~2", "has a new `~`"],
  ])("but for %s to %s it is said that it %s", (before, after, why) => {
    expect(urlProblem(before, after, false)).toBe(why);
  });

  it("but not one that had `~` before, or the path of which has dots in a name", () => {
    expect(urlProblem("https://a.org/~b/1", "https://a.org/~b/2", false)).toBe(null);
    expect(urlProblem("https://a.org/.b/1", "https://a.org/.b/2", false)).toBe(null);
    expect(urlProblem("https://a.org/..b/1", "https://a.org/..b/2", false)).toBe(null);
    expect(urlProblem("https://a.org/b@c/1", "https://a.org/b@c/2", false)).toBe(null);
  });

  it("one that happens not to differ is looked at all the same", () => {
    expect(urlProblem("https://a.org/b/x-1", "https://a.org/b/x-1", true)).toBe(null);
    expect(urlProblem(`${GITHUB}/raw/1`, `${GITHUB}/raw/1`, true)).toBe(COMPUTED);
    expect(urlProblem(`${GITHUB}/pull/1`, `${GITHUB}/pull/1`, true)).toBe(NOWHERE);
    expect(urlProblem("https://a.org/b/pull/1", "https://a.org/b/pull/1", true)).toBe(ANYBODYS);
    expect(urlProblem("https://a@a.org/b/x-1", "https://a@a.org/b/x-1", true)).toBe("contains a user name");
  });
});

describe("a URL of a forge may name a commit", () => {
  const archive = (ref: string) => `${GITHUB}/archive/${ref}`;

  it.each(["tar", "tar.gz", "tar.bz2", "tar.xz", "tgz", "tbz", "tbz2", "zip", "patch", "diff"])(
    "as an archive that ends in %s",
    (ending) => {
      expect(urlProblem(archive(`v1.${ending}`), archive(`abcd.${ending}`), false)).toBe(COMMIT);
      expect(urlProblem(archive(`abcd.${ending}`), archive(`v1.${ending}`), false)).toBe(COMMIT);
      expect(urlProblem(archive(`v1.${ending}`), archive(`v2.${ending}`), false)).toBe(null);
      const [one, other] = ["1f".repeat(20), "2f".repeat(20)].map((commit) => archive(`${commit}.${ending}`));
      expect(urlProblem(one ?? "", other ?? "", false)).toBe(COMMIT);
    },
  );

  it.each(["tar.gz.sig", "tar.lz", "xtar", "tarx", "tar.gzx", "gz", "rar", "zip1"])(
    "but not as one that ends in %s",
    (ending) => {
      expect(urlProblem(archive(`v1.${ending}`), archive(`abcd.${ending}`), false)).toBe(null);
      expect(urlProblem(archive(`abcdtgz`), archive(`abcexzip`), false)).toBe(null);
    },
  );

  it("in any of the names that differ", () => {
    expect(urlProblem(`${GITHUB}/raw/v1/abcd`, `${GITHUB}/raw/v2/abce`, false)).toBe(COMMIT);
    expect(urlProblem(`${GITHUB}/raw/abcd/v1`, `${GITHUB}/raw/abce/v2`, false)).toBe(COMMIT);
    expect(urlProblem(`${GITHUB}/raw/abcd/v1`, `${GITHUB}/raw/abcd/v2`, false)).toBe(null);
  });

  it.each([
    ["releases/download", null, null],
    ["releases/latest/download", null, null],
    ["releases/latest", NOWHERE, NOWHERE],
    ["archive/download", COMPUTED, COMMIT],
    ["download/releases", NOWHERE, NOWHERE],
    ["x/releases/download", NOWHERE, NOWHERE],
  ])("below %s: %s, %s", (below, made, asIs) => {
    expect(urlProblem(`${GITHUB}/${below}/r1/x`, `${GITHUB}/${below}/r2/x`, true)).toBe(made);
    const files = [`${GITHUB}/${below}/abcd/x`, `${GITHUB}/${below}/abce/x`] as const;
    expect(urlProblem(...files, false)).toBe(asIs);
  });
});

describe("new letters may name another package", () => {
  it.each<[string, string, string | null]>([
    ["a-1.2", "a-1.3", null],
    // The words that were there, in their order, or fewer.
    ["a-1.b-2", "a-2.b-3", null],
    ["a-1.b-2", "b-2.a-1", LETTERS],
    ["a-1.ab-2", "ab-2", null],
    ["a-1.ab-2", "a-2.a-2", LETTERS],
    ["a-1.2", "A-1.2", LETTERS],
    // More hyphens and underscores.
    ["a-1", "a-1-2", PARTS],
    ["a_1", "a_1_2", PARTS],
    ["a_1", "a-1", null],
    ["a-1-2", "a-1.2", null],
    // Words for what comes before a release, in their place.
    ["1.2", "1.2rc1", null],
    ["1.2", "1.2.rc", null],
    ["1_2", "1_rc", null],
    ["1-2", "1-rc", null],
    ["1+2", "1+rc", null],
    ["1/2", "1/rc", LETTERS],
    ["a-1", "rc-1", LETTERS],
    ["1.2", "1.2rcx1", LETTERS],
    ["1.2", "1.2x1", LETTERS],
    [`1.2${UNKNOWN}`, `1.2rc${UNKNOWN}`, LETTERS],
    ["1.2", `1.2${UNKNOWN}`, null],
    // A letter of such a word, between numbers.
    ["1.2", "1.2b3", null],
    ["1.2", "1.2b3b4", null],
    ["1.2", "1.2b3a4", null],
    ["1.2", "1.2.b3", LETTERS],
    ["1.2", "1.2b", null],
    ["1.2", "1.2b.3c", LETTERS],
    // One letter at the end of a number.
    ["2025", "2025x", null],
    ["2025/2025", "2026x/2026x", null],
    ["2025/2025", "2026x/2026y", LETTERS],
    ["2025/2025", "2026x/2026xy", LETTERS],
    ["2025", "2025xy", LETTERS],
    ["2025", "x2025", LETTERS],
    ["2025", "2.x", LETTERS],
    ["2025", "20x25", LETTERS],
    ["2025", "20x25x", LETTERS],
    ["", "x", LETTERS],
  ])("%j to %j: %s", (before, after, why) => {
    expect(newLetters(before, after)).toBe(why);
  });
});

describe("a URL goes with a version that was put for another", () => {
  const move = (before: string, after: string) => ({ before, after });
  const one = move("1.2", "1.3");

  it.each([
    "https://a.org/b/1.2",
    "https://a.org/b/1.2/x-1.2.tgz",
    "https://a.org/b/v1.2",
    "https://a.org/b/x-V1.2",
    "https://a.org/b/r1.2",
    "https://a.org/b/x_R1.2",
    "https://a.org/b/x.1.2",
    "https://a.org/b/x-.1.2",
    "https://a.org/b/1.2.3",
    "https://a.org/?x=1.2&y=1.2",
    "a+b.c-9://a.org/b/1.2",
    "https://0aAzZ9._~:/?#@!&()*+,;=%-/1.2",
  ])("%s", (before) => {
    const after = before.replaceAll("1.2", "1.3");
    expect(followsMove(before, after, [one])).toBe(true);
    expect(followsMove(before, after, [move("5", "6"), one])).toBe(true);
    expect(followsMove(before, after, [one, move("5", "6")])).toBe(true);
    expect(followsMove(before, after, [move("5", "6")])).toBe(false);
    expect(followsMove(before, after, [])).toBe(false);
    expect(followsMove(before, `${after}x`, [one])).toBe(false);
  });

  it.each([
    "https://a.org/b/x1.2",
    "https://a.org/b/xv1.2",
    "https://a.org/b/0v1.2",
    "https://a.org/b/w1.2",
    "https://a.org/b/01.2",
    "https://a.org/b/0.1.2",
    "https://a.org/b/1.23",
    "https://a.org/b/1.2a",
    "https://a.org/b/1.2Z",
    "https://a.org/b/1.21.2",
    "https://a.org/b/1.2/01.2",
    "https://a.org/b/1.2/1.20",
    "v1.2://a.org/b",
    "https://a.org/b c/1.2",
    "https://a.org/b/1.2\n",
    "https://a.org/b/1.2$",
    "https://a.org/b/'1.2'",
    "https://a.org/b/1.2|",
    `https://a.org/${UNKNOWN}/1.2`,
    "https:/a.org/b/1.2",
    "/https://a.org/b/1.2",
    "Https://a.org/b/1.2",
    "3https://a.org/b/1.2",
    "https://a.org/b/ 1.2",
  ])("but not where it is within something longer, or the URL is not plain: %j", (before) => {
    expect(followsMove(before, before.replaceAll("1.2", "1.3"), [one])).toBe(false);
  });

  it("but not where only one of both is plain", () => {
    const [before, after] = ["https://a.org/b/1.2", "https://a.org/b/1.2 x"];
    expect(followsMove(before, after, [move("1.2", "1.2 x")])).toBe(false);
    expect(followsMove(after, before, [move("1.2 x", "1.2")])).toBe(false);
  });

  it("but not where only some of its places have the new one", () => {
    expect(followsMove("https://a.org/1.2/1.2", "https://a.org/1.3/1.2", [one])).toBe(false);
    expect(followsMove("https://a.org/1.2/1.2", "https://a.org/1.2/1.3", [one])).toBe(false);
  });
});
