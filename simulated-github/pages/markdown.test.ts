import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlText } from "./html.ts";
import { parseMarkdown } from "./markdown.ts";
import { markdownHtml } from "./markdown-html.ts";

function rendered(text: string): string {
  return htmlText(markdownHtml(text)).slice('<div class="markdown">'.length, -"</div>".length);
}

describe("Markdown is shown as GitHub shows it", () => {
  it.each([
    ["one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"],
    ["### Title\ntext", "<h3>Title</h3><p>text</p>"],
    [
      "**bold _and_** ~~gone~~ `co*de*`",
      "<p><strong>bold <em>and</em></strong> <del>gone</del> <code>co*de*</code></p>",
    ],
    ["snake_case and 2 * 3 * 4", "<p>snake_case and 2 * 3 * 4</p>"],
    ["``a ` b`` and \\*not\\*", "<p><code>a ` b</code> and *not*</p>"],
    [
      "- one\n- two\n  - three\n\n1. four",
      '<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul><ol start="1"><li>four</li></ol>',
    ],
    ["> quoted\n> `on`", "<blockquote><p>quoted<br><code>on</code></p></blockquote>"],
    [
      "| a | b |\n| --- | :-: |\n| `x \\| y` | &#124; |",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>x | y</code></td><td>|</td></tr></tbody></table>",
    ],
    ["````nix\n```\n<b>\n````", "<pre><code>```\n&lt;b&gt;</code></pre>"],
    ["---\n***", "<hr><hr>"],
    [
      "<details><summary>More <b>here</b></summary>\n\n- in\n\n</details>\nout",
      "<details><summary>More <strong>here</strong></summary><ul><li>in</li></ul></details><p>out</p>",
    ],
    ["<sub>small</sub><br>next", "<p><small>small</small><br>next</p>"],
    ["text <!-- hidden -->\n\n<!-- hidden\ntoo -->\n\nmore", "<p>text </p><p>more</p>"],
    ["&lt;b&gt; &amp;amp; &#x41; &nope;", "<p>&lt;b&gt; &amp;amp; A &amp;nope;</p>"],
    ["@ada, not a@b.c or `@ada`", '<p><span class="mention">@ada</span>, not a@b.c or <code>@ada</code></p>'],
    [
      "[`x`](https://a.test/b#c) <https://d.test> see https://e.test/f.",
      '<p><a href="https://a.test/b#c" rel="nofollow noreferrer"><code>x</code></a> <a href="https://d.test" rel="nofollow noreferrer">https://d.test</a> see <a href="https://e.test/f" rel="nofollow noreferrer">https://e.test/f</a>.</p>',
    ],
  ])("%j", (text, html) => {
    expect(rendered(text)).toBe(html);
  });
});

describe("Nothing hostile comes through", () => {
  it.each([
    ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
    ['<img src=x onerror="a()">', "<p>&lt;img src=x onerror=&quot;a()&quot;&gt;</p>"],
    ['<b onclick="a()">x</b>', "<p>&lt;b onclick=&quot;a()&quot;&gt;x</p>"],
    ["[x](javascript:alert(1))", "<p>x</p>"],
    [
      '[x](https://a.test/"onmouseover="a())',
      '<p><a href="https://a.test/&quot;onmouseover=&quot;a()" rel="nofollow noreferrer">x</a></p>',
    ],
    ["</div></details>", "<p>&lt;/div&gt;&lt;/details&gt;</p>"],
  ])("%j", (text, html) => {
    expect(rendered(text)).toBe(html);
  });

  it("shows any text, and makes only the elements it knows", () => {
    const tags =
      /<(?!\/?(?:p|br|strong|em|del|code|small|pre|ul|ol|li|blockquote|h[1-4]|hr|table|thead|tbody|tr|th|td|details|summary|span|a)[ >])/;
    const sign = fc.constantFrom(
      ..."ab*_`[]()\\~<>&|\n -#1.!@:/\"'",
      "http://",
      "<b>",
      "</b>",
      "<details>",
      "<!--",
      "-->",
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
        expect(rendered(signs.join(""))).not.toMatch(tags);
      }),
    );
  });

  it("takes what lies deep inside of quotes and lists as text", () => {
    expect(rendered(">".repeat(5000))).toContain("<blockquote>");
    expect(() => parseMarkdown(`${"- ".repeat(5000)}x`)).not.toThrow();
    expect(() => parseMarkdown("<details>\n".repeat(5000))).not.toThrow();
  });
});
