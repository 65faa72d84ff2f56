import { describe, expect, it } from "vitest";
import { attributeValue, openPages } from "./support.ts";

const suggestion = "Better:\n\n```suggestion\nTWO\n```\n";

/** A pull request with a review of a bot: one comment with a suggestion, and a check. */
async function reviewed(options: Parameters<typeof openPages>[0] = {}) {
  const { world, browser } = await openPages(options);
  const repository = await world.repository("o/r", { files: { a: "one\ntwo\nthree\n" } });
  const pr = await world.as("o").opensPullRequest(repository, {
    title: "Change two",
    body: "A **good** change",
    files: { a: "one\nzwei\nthree\n" },
  });
  await pr.as("rita").review({
    event: "REQUEST_CHANGES",
    body: "Please look",
    comments: [{ path: "a", line: 2, body: suggestion }],
  });
  const app = world.createApp({ slug: "checker", permissions: { checks: "write" }, events: [] });
  const headOid = pr.record().headRefOid;
  await world.createCheckRun(repository.id, app.id, {
    name: "by-name",
    headOid,
    conclusion: "failure",
    output: {
      title: "1 error",
      summary: "| a |\n| - |\n| b |",
      annotations: [
        {
          path: "a",
          startLine: 2,
          endLine: 2,
          startColumn: null,
          endColumn: null,
          level: "failure",
          message: "`zwei` is **wrong**",
          title: "wrong",
          rawDetails: null,
        },
      ],
    },
  });
  pr.addLabels("needs work");
  return { world, browser, repository, pr, path: "/o/r/pull/1" };
}

describe("a pull request in a browser", () => {
  it("is found from the list of repositories", async () => {
    const { browser } = await reviewed();
    expect(await browser.page("/")).toContain('<a href="/o/r/pull/1" class="name">Change two</a>');
    expect(await browser.page("/o/r")).toContain("needs work");
  });

  it("shows what was said, with the suggestion as a diff", async () => {
    const { browser, path } = await reviewed();
    const page = await browser.page(path);
    expect(page).toContain("<p>A <strong>good</strong> change</p>");
    expect(page).toContain("requested changes");
    expect(page).toContain("<p>Please look</p>");
    expect(page).toContain(
      '<td class="line">-zwei</td></tr><tr class="added"><td class="number">2</td><td class="line">+TWO</td>',
    );
    expect(page).toContain(">needs work</span>");
  });

  it("shows a comment below the line that it is about", async () => {
    const { browser, path } = await reviewed();
    const page = await browser.page(`${path}/files`);
    const [line, comment, next] = ["+zwei", "Better:", " three"].map((text) => page.indexOf(text));
    expect([line, comment, next]).toEqual(
      [line, comment, next].toSorted((one = 0, other = 0) => one - other),
    );
    expect(line).toBeGreaterThan(0);
  });

  it("shows a check with its summary and its annotations as they stand", async () => {
    const { browser, path, pr } = await reviewed();
    const page = await browser.page(`${path}/checks`);
    expect(page).toContain("<th>a</th>");
    expect(page).toContain("`zwei` is **wrong**");
    const [, link = ""] = /<a href="([^"]*)#L2">/.exec(page) ?? [];
    expect(link).toBe(`/o/r/blob/${pr.record().headRefOid}/a`);
    expect(await browser.page(link)).toContain(
      '<tr id="L2"><td class="number">2</td><td class="line">zwei</td>',
    );
  });

  it("is loaded again by itself while an App may be at work, and not for ever", async () => {
    let now = Date.parse("2026-01-02T03:04:05Z");
    const { browser, path, pr } = await reviewed({ clock: () => now });
    pr.comment("look");
    expect(await browser.page(path)).toContain('http-equiv="refresh"');
    now += 20_000;
    expect(await browser.page(path)).not.toContain('http-equiv="refresh"');
  });
});

describe("buttons", () => {
  it("commits a suggestion, which resolves its thread and takes the button away", async () => {
    const { browser, path, pr, repository } = await reviewed();
    const answer = await browser.press(path, "Commit suggestion");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(path);
    expect(await repository.read("a", pr.record().headRefName)).toBe("one\nTWO\nthree\n");
    const page = await browser.page(path);
    expect(page).toContain("resolved by");
    expect(page).not.toContain("Commit suggestion");
  });

  it("says in GitHub's words what is refused", async () => {
    const { browser, path, pr } = await reviewed();
    const comment = pr.view().threads[0]?.comments[0];
    await browser.press(path, "Commit suggestion");
    const body = new URLSearchParams({ comment: String(comment?.id), as: "o" });
    const answer = await browser.request(`${path}/suggestion`, { method: "POST", body });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("This suggestion has been applied or marked resolved.");
  });

  it("comments as whom one likes, with line ends as GitHub has them", async () => {
    const { browser, path, pr } = await reviewed();
    const answer = await browser.press(path, "Comment", { as: "zoe", body: "@bot check\r\n\r\nplease" });
    const [comment] = pr.view().comments;
    expect(comment).toMatchObject({ author: "zoe", body: "@bot check\n\nplease" });
    expect(answer.headers.get("location")).toBe(`${path}#issuecomment-${comment?.id}`);
  });

  it("replies, resolves and takes that back", async () => {
    const { browser, path, pr } = await reviewed();
    await browser.press(path, "Reply", { body: "why?" });
    expect(
      pr
        .thread(0)
        .view()
        .comments.map(({ body }) => body),
    ).toEqual([suggestion, "why?"]);
    await browser.press(`${path}/files`, "Resolve conversation");
    expect(pr.thread(0).view().resolvedBy).toBe("o");
    await browser.press(path, "Unresolve conversation");
    expect(pr.thread(0).view().isResolved).toBe(false);
  });

  it("asks an App to check again", async () => {
    const { browser, path, world } = await reviewed();
    const events: string[] = [];
    world.onEvent(({ name, action }) => events.push(`${name}.${action}`));
    await browser.press(`${path}/checks`, "Re-run");
    expect(events).toContain("check_run.rerequested");
  });

  it("are pressed from these pages only", async () => {
    const { browser, path, pr } = await reviewed();
    const answer = await browser.request(`${path}/comment`, {
      method: "POST",
      headers: { "sec-fetch-site": "cross-site" },
      body: new URLSearchParams({ as: "o", body: "forged" }),
    });
    expect(answer.status).toBe(403);
    expect(pr.view().comments).toEqual([]);
  });

  it.each(["constructor", "toString", "merge"])("are not found by any name: %s", async (name) => {
    const { browser, path } = await reviewed();
    expect((await browser.request(`${path}/${name}`, { method: "POST" })).status).toBe(404);
  });
});

describe("hostile names", () => {
  const hostile = `<script>alert("1")</script>'&lt;`;
  const tag = /<script|<img|onerror="|javascript:/;

  it("are text wherever they are shown", async () => {
    const { world, browser } = await openPages();
    const path = `dir ${hostile.replaceAll("/", "∕")}/%2e%2e?#"'.nix`;
    const repository = await world.repository("o/r", { files: { b: "1\n" } });
    const pr = await world
      .as("o")
      .opensPullRequest(repository, { title: hostile, body: hostile, files: { [path]: `${hostile}\n` } });
    const review = await pr.as("rita").review({
      event: "REQUEST_CHANGES",
      body: `${hostile} [x](javascript:alert(1)) <img src=x onerror="a()">`,
      comments: [{ path, line: 1, body: `\`\`\`suggestion\n${hostile}!\n\`\`\`\n${hostile}` }],
    });
    pr.comment(hostile);
    pr.dismiss(review, hostile);
    pr.addLabels(hostile.slice(0, 50));
    await pr.edit({ title: `${hostile} again` });
    const app = world.createApp({ slug: "checker", permissions: { checks: "write" }, events: [] });
    await world.createCheckRun(repository.id, app.id, {
      name: hostile,
      headOid: pr.record().headRefOid,
      conclusion: "failure",
      output: {
        title: hostile,
        summary: hostile,
        text: hostile,
        annotations: [
          {
            path,
            startLine: 1,
            endLine: 1,
            startColumn: null,
            endColumn: null,
            level: "failure",
            message: hostile,
            title: hostile,
            rawDetails: hostile,
          },
        ],
      },
    });

    const pages = ["/", "/o/r", "/o/r/pull/1", "/o/r/pull/1/files", "/o/r/pull/1/checks"];
    for (const page of pages) {
      const text = await browser.page(page);
      expect(text, page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;lt;");
      expect(text, page).not.toMatch(tag);
    }
    const files = await browser.page("/o/r/pull/1/files");
    const [, link = ""] = /<a href="(\/o\/r\/blob\/[^"]*)">/.exec(files) ?? [];
    expect(await browser.page(attributeValue(link))).toContain("&lt;script&gt;");
  });

  it("could run nothing even if they got through: no page has or takes a script", async () => {
    const { browser, path } = await reviewed();
    const response = await browser.request(path);
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src/);
    expect(await response.text()).not.toContain("<script");
  });
});

it.each([
  "/nobody",
  "/o/none",
  "/o/r/pull/99",
  "/o/r/pull/x",
  "/o/r/pull/1/none",
  "/o/r/blob/main/none",
  "/%zz",
  "/o/r/blob/main/..%2f..%2fa",
])("There is nothing at %s", async (path) => {
  const { browser } = await reviewed();
  expect((await browser.request(path)).status).toBe(404);
});
