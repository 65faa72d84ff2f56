import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { published } from "./operations.ts";
import { routeOf } from "./routes.ts";

const octokit = new Octokit();

test("every operation is where Octokit looks for it", () => {
  const known = new Map<string, string>();
  for (const [scope, methods] of Object.entries(octokit.rest)) {
    for (const [name, method] of Object.entries(methods)) {
      const { method: verb, url } = method.endpoint.DEFAULTS;
      known.set(`${scope}/${name}`.toLowerCase(), `${verb} ${url}`);
    }
  }
  const routes = Object.entries(published).map(([id, { route }]) => [id, route.join(" ")]);
  const octokits = Object.keys(published).map((id) => [id, known.get(id.replaceAll("-", ""))]);
  expect(routes).toEqual(octokits);
});

test("a path leads to the most particular operation", () => {
  const repo = "/repos/NixOS/nixpkgs";
  expect(routeOf("GET", `${repo}/commits/feature/one/status`)).toEqual({
    operation: "repos/get-combined-status-for-ref",
    path: { owner: "NixOS", repo: "nixpkgs", ref: "feature/one" },
  });
  expect(routeOf("GET", `${repo}/commits/feature%2Fone`)?.operation).toBe("repos/get-commit");
  expect(routeOf("GET", `${repo}/pulls/comments/12`)?.operation).toBe("pulls/get-review-comment");
  expect(routeOf("GET", `${repo}/contents/pkgs%2Fby-name`)?.path.path).toBe("pkgs/by-name");
  expect(routeOf("GET", `${repo}/contents/`)?.path.path).toBe("");
  expect(routeOf("GET", `${repo}/nothing`)).toBeNull();
  expect(routeOf("GET", `${repo}/labels/%`)).toBeNull();
});
