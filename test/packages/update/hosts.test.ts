import { describe, expect, it } from "vitest";
import { hostKind, KNOWN_HOSTS, normalizedHost } from "../../../src/packages/update/hosts.ts";

describe("a host is compared without what goes without saying", () => {
  it.each([
    ["https://a.org", "a.org"],
    ["HTTPS://A.Org", "a.org"],
    ["https://a.org:443", "a.org"],
    ["HTTPS://a.org:443", "a.org"],
    ["http://a.org:80", "a.org"],
    ["ftp://a.org:21", "a.org"],
    ["https://a.org:80", "a.org:80"],
    ["http://a.org:443", "a.org:443"],
    ["ftp://a.org:80", "a.org:80"],
    ["sftp://a.org:21", "a.org:21"],
    ["https://a.org:4430", "a.org:4430"],
    ["https://a.org.", "a.org"],
    ["https://a.org..", "a.org."],
    ["https://a.org.:443", "a.org"],
    ["https://www.a.org", "a.org"],
    ["https://www.www.a.org", "www.a.org"],
    ["https://a.www.org", "a.www.org"],
    ["https://wwwa.org", "wwwa.org"],
    ["git+https://a.org", "a.org"],
    ["a.b-c9://a.org", "a.org"],
    ["mirror://gnu", "mirror://gnu"],
    ["MIRROR://GNU", "mirror://gnu"],
    ["mirrors://gnu", "gnu"],
    ["\ufffe.a.org", "\ufffe.a.org"],
    ["\ufffehttps://a.org", "\ufffehttps://a.org"],
  ])("%j as %j", (origin, host) => {
    expect(normalizedHost(origin)).toBe(host);
  });
});

describe("what a host serves is known", () => {
  it.each(KNOWN_HOSTS)("of $host below $below", ({ host, below = [], is }) => {
    expect(hostKind(host, [...below, "x"])).toEqual(is);
    expect(hostKind(`${host}.`, below).kind).toBe("unknown");
    expect(hostKind(`x${host}`, below).kind).toBe("unknown");
    // Another path is another entry, or none.
    for (const i of below.keys()) {
      expect(hostKind(host, [...below.slice(0, i), "x", ...below.slice(i + 1)])).not.toBe(is);
      expect(hostKind(host, below.slice(0, i))).not.toBe(is);
    }
  });

  it("of a host that is not listed, not at all", () => {
    expect(hostKind("a.org", ["b"])).toEqual({ kind: "unknown" });
    expect(hostKind("crates.io", ["api", "v1", "x"])).toEqual({ kind: "unknown" });
    expect(hostKind("files.pythonhosted.org", [])).toEqual({ kind: "unknown" });
  });
});
