import { describe, expect, test } from "vitest";
import {
  elsewhereMarker,
  findingMarker,
  readElsewhereMarker,
  readFindingMarker,
  readReplyMarker,
  readReviewMarker,
  replyMarker,
  reviewMarker,
} from "../../src/review/conversation/markers.ts";

const stamp = "2024-05-06T07:08:09Z";

describe("the marker of an inline comment", () => {
  test("is read as it was written", () => {
    for (const fixed of [false, true]) {
      const marker = { id: "0123abcdef", fixed };
      expect(readFindingMarker(`text\n\n${findingMarker(marker)}`)).toEqual(marker);
    }
  });

  test("is hidden and says whose it is", () => {
    expect(findingMarker({ id: "a1", fixed: true })).toBe(
      "<!-- by-name-bot finding a1 -->\n<!-- by-name-bot fixed -->",
    );
  });

  test("is found behind the line ends of a browser", () => {
    const body = `text\r\n\r\n${findingMarker({ id: "a1", fixed: true }).replaceAll("\n", "\r\n")}\r\n`;
    expect(readFindingMarker(body)).toEqual({ id: "a1", fixed: true });
  });

  test.each([
    ["somewhere else", "<!-- by-name-bot finding a1 -->\ntext"],
    ["in a block of code", "```\n<!-- by-name-bot finding a1 -->\n```"],
    ["in a code span", "`<!-- by-name-bot finding a1 -->`"],
    ["behind words", "x <!-- by-name-bot finding a1 -->"],
    ["indented", "    <!-- by-name-bot finding a1 -->"],
    ["with an id of another form", "<!-- by-name-bot finding A1 -->"],
    ["without an id", "<!-- by-name-bot finding  -->"],
    ["with more in it", "<!-- by-name-bot finding a1 b2 -->"],
    ["of another bot", "<!-- other-bot finding a1 -->"],
    ["nowhere", ""],
  ])("does not count %s", (_name, body) => {
    expect(readFindingMarker(body)).toBeNull();
  });
});

describe("the marker of a reply to what was said elsewhere", () => {
  test.each([[["r12", "c34"]], [["c1"]], [[]]])("is read as it was written: %j", (remarks) => {
    expect(readElsewhereMarker(`text\n\n${elsewhereMarker(remarks)}`)).toEqual(remarks);
  });

  test.each([
    ["somewhere else", `${elsewhereMarker(["r1"])}\ntext`],
    ["with another kind", "<!-- by-name-bot elsewhere x1 -->"],
    ["with a number alone", "<!-- by-name-bot elsewhere 1 -->"],
    ["of another bot", "<!-- other-bot elsewhere r1 -->"],
  ])("does not count %s", (_name, body) => {
    expect(readElsewhereMarker(body)).toEqual([]);
  });
});

describe("the marker of a review", () => {
  test.each([
    { inline: [], inBody: [] },
    { inline: ["a1", "b2"], inBody: [] },
    { inline: [], inBody: ["a1"] },
    { inline: ["a1"], inBody: ["b2", "c3"] },
  ])("is read as it was written: %o", (marker) => {
    expect(readReviewMarker(`text\n\n${reviewMarker(marker)}`)).toEqual(marker);
  });

  test("does not count where it is not at the end", () => {
    expect(readReviewMarker(`${reviewMarker({ inline: [], inBody: ["a1"] })}\ntext`)).toBeNull();
  });
});

describe("the marker of a reply", () => {
  test.each([{ commands: [] }, { commands: ["explain", "check"] }])(
    "is read as it was written: %o",
    (some) => {
      const marker = { comment: "123456789012", stamp, ...some };
      expect(readReplyMarker(`text\n\n${replyMarker(marker)}`)).toEqual(marker);
    },
  );

  test("names no command that is no word", () => {
    const marker = replyMarker({ comment: "1", stamp, commands: ["check", "-->", "Merge"] });
    expect(marker).toBe(`<!-- by-name-bot reply 1 ${stamp} check -->`);
  });

  test("is no marker of another kind", () => {
    const reply = replyMarker({ comment: "1", stamp, commands: [] });
    expect(readReviewMarker(reply)).toBeNull();
    expect(readFindingMarker(reply)).toBeNull();
  });
});
