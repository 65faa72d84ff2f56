// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe } from "vitest";
import { each, many } from "./reports.ts";

describe("a pipe operator", () => {
  each("is a call", [
    ["version |> (v: v)", "", "x differs"],
    ["version |> (v: 1)", ""],
    ["1 |> (v: version)", "", "x differs"],
    ["version |> lib.versions.major", "", "x differs"],
    ["version |> it.f", "", "x: passes a changed value to `f`, an unknown function"],
    ["(v: v) <| version", "", "x differs"],
    ["(v: 1) <| version", ""],
    ["(v: version) <| 1", "", "x differs"],
    ["it.f <| version", "", "x: passes a changed value to `f`, an unknown function"],
  ]);
});

describe("lists in a row", () => {
  each("are one list", [
    ["[ 1 ] ++ [ 2 ]", ""],
    ["[ 1 ] ++ [ version ]", "", "x differs"],
    ["[ version ] ++ [ 1 ]", "", "x differs"],
    ["it ++ [ 1 ]", ""],
    ["it ++ [ version ]", "", "x differs"],
    ["[ version ] ++ it", "", "x differs"],
    ["version ++ [ 1 ]", "", "x differs"],
    ["[ 1 ] ++ version", "", "x differs"],
    ["(if it then [ 1 ] else [ version ]) ++ [ 2 ]", "", "x differs"],
  ]);

  each("of which the order is known where that of both is", [
    ['if lib.concatStrings ([ version ] ++ [ "a" ]) == "1.2.4" then 1 else 2', ""],
    [
      'if lib.concatStrings ([ version ] ++ [ ]) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings ([ version ] ++ [ ]) == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      'if lib.concatStrings ([ version ] ++ it) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings ([ version ] ++ it) == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      'if lib.concatStrings (it ++ [ version ]) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings (it ++ [ version ]) == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      'if lib.concatStrings (lib.take 1 [ version ] ++ [ "a" ]) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings (lib.take 1 [ version ] ++ [ "a" ]) == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      'if lib.concatStrings ([ "a" ] ++ lib.take 1 [ version ]) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings ([ "a" ] ++ lib.take 1 [ version ]) == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      'if lib.concatStrings (lib.take 1 [ version ] ++ lib.take 1 [ "a" ]) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings (lib.take 1 [ version ] ++ lib.take 1 [ "a" ]) == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      'if lib.concatStrings (lib.take 1 [ version ]) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings (lib.take 1 [ version ]) == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      'if lib.concatStrings (version ++ [ "a" ]) == "1.2.4" then 1 else 2',
      "",
      'lib.concatStrings (version ++ [ "a" ]) == "1.2.4": has a condition that depends on a changed value',
    ],
  ]);
});

describe("a sum", () => {
  each("is a text", [
    ['version + "a"', "", "x differs"],
    ['"a" + version', "", "x differs"],
    ['"a" + "b"', ""],
    ["it + version", "", "x differs"],
    ["version + it", "", "x differs"],
    ["it + it", ""],
    ["1 + 2", ""],
    ['(if it then "a" else version) + "b"', "", "x differs"],
    ['"a" + (if it then "b" else version)', "", "x differs"],
    ['"a" + { b = version; }', "", "x: turns a changed value into text", "x differs"],
    ['{ b = version; } + "a"', "", "x: turns a changed value into text", "x differs"],
    ['src + "/a"', "", "x differs"],
    ['"a" + src', "", "x differs"],
    ['if version + "a" == "1.2.4" then 1 else 2', ""],
    [
      'if "" + version == "1.2.4" then 1 else 2',
      "",
      '"" + version == "1.2.4": has a condition that depends on a changed value',
    ],
    ['(throw "x") + version', ""],
  ]);

  each("may be anything where both are", [
    ["(it + it) version", "", "x: passes a changed value to an unknown function"],
    ['(it + "a") version', "", "x: passes a changed value to a function that is not understood", "x differs"],
    ['("a" + it) version', "", "x: passes a changed value to a function that is not understood", "x differs"],
    [
      "(it.a + version) version",
      "",
      "x: passes a changed value to a function that is not understood",
      "x differs",
    ],
  ]);

  each("is a path", [
    ['./a + "b"', ""],
    ['./. + "/package.nix"', "", "x: uses files of the package that differ"],
    ['./. + "/a/b.nix"', ""],
    ["./. + version", "", "x: is a path that depends on a changed value", "x differs"],
    ["./a + it", "", "x: uses files of the package that differ"],
    ['./a + "/${version}"', "", "x: is a path that depends on a changed value", "x differs"],
    ["./a + { b = version; }", "", "x: turns a changed value into text", "x differs"],
    ["./a + (-version)", "", "x differs"],
    ['./a + (if it then "b" else version)', "", "x: is a path that depends on a changed value", "x differs"],
    ['import (./. + "/a.nix") version', "", "x: passes a changed value to an unknown function"],
    ['import (./. + (throw "x"))', ""],
  ]);

  each("may be too many", [
    ["many + many", many(16), "x differs"],
    ['many + "a"', many(256), "x differs"],
    ['many + (if it then "a" else "b")', many(128), "x differs"],
    ['many + (if it then "a" else "b")', many(129), "x: may be too many things to understand", "x differs"],
    ["many + many", many(32), "x: may be too many things to understand", "x differs"],
    ["many + many", many(33), "x: may be too many things to understand", "x differs"],
    ["still + still", many(33, '"x"', "still")],
    ['still + "a"', many(256, '"x"', "still")],
    [
      "many + still",
      many(33) + many(33, '"x"', "still"),
      "x: may be too many things to understand",
      "x differs",
    ],
    [
      "still + many",
      many(33) + many(33, '"x"', "still"),
      "x: may be too many things to understand",
      "x differs",
    ],
  ]);
});

describe("a comparison", () => {
  each("differs where what it says does", [
    ['version == "1.2.4"', "", "x differs"],
    ['version != "1.2.4"', "", "x differs"],
    ['version == "2"', ""],
    ['version != "2"', ""],
    ['"1.2.4" == version', "", "x differs"],
    ['"2" == version', ""],
    ["version == version", ""],
    ['"a" == "b"', ""],
    ['"a${version}" == "b${version}"', ""],
    ["version == it", "", "x differs"],
    ["it == version", "", "x differs"],
    ["it == it", ""],
    ["it != it", ""],
    ['version == "${it}"', "", "x differs"],
    ['"${it}" == version', "", "x differs"],
    ['"${it}" == "${it}a"', ""],
    ["[ version ] == [ ]", "", "x differs"],
    ["[ ] == [ version ]", "", "x differs"],
    ["[ ] == [ 1 ]", ""],
    ["version == 1", "", "x differs"],
    ['(if it then version else "2") == "1.2.4"', "", "x differs"],
    ['(if it then "3" else "2") == "1.2.4"', ""],
  ]);

  each("a text is never null", [
    ["version == null", ""],
    ["null == version", ""],
    ["version != null", ""],
    ["version == it.null", "", "x differs"],
    ["it.null == version", "", "x differs"],
    ["version == null.a", "", "x differs"],
    ["version == nu.ll", "", "x differs"],
    ["src == null", "", "x differs"],
    ["null == src", "", "x differs"],
    ["[ version ] == null", "", "x differs"],
    ["null == null", ""],
  ]);
});

describe("another operator", () => {
  each("differs where what it is given does", [
    ['version < "2"', "", "x differs"],
    ['"2" < version', "", "x differs"],
    ["it < it", ""],
    ["1 - 2", ""],
    ['it && version == "1.2.4"', "", "x differs"],
    ['version == "1.2.4" || it', "", "x differs"],
    ["it -> it", ""],
    ["1 * (-version)", "", "x differs"],
  ]);

  each("looks at both", [
    [
      'import src && import (src + "/a")',
      "",
      "import src: uses a changed value as Nix code",
      'import (src + "/a"): uses a changed value as Nix code',
      "x differs",
    ],
    ["it || import src", "", "import src: uses a changed value as Nix code", "x differs"],
    ["import src -> it", "", "import src: uses a changed value as Nix code", "x differs"],
  ]);
});
