import { expect, test } from "vitest";
import { html, htmlText } from "./html.ts";

test("What is put into a template is text, in an element and in an attribute", () => {
  const name = `"><script>alert('1')</script>&amp;`;
  expect(htmlText(html`<a title="${name}">${name}</a>`)).toBe(
    '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">' +
      "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</a>",
  );
});

test("HTML is put into HTML as it is, also in lists, and null is nothing", () => {
  const items = ["<", ">"].map((item) => html`<li>${item}</li>`);
  expect(htmlText(html`<ul>${items}${null}${3}</ul>`)).toBe("<ul><li>&lt;</li><li>&gt;</li>3</ul>");
});

test("What only looks like HTML is no HTML", () => {
  const forged: unknown = JSON.parse('{"markup":"<script>"}');
  // @ts-expect-error An object that no template made is none.
  expect(htmlText(html`${forged}`)).not.toContain("<script>");
});
