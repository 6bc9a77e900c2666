import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, lettersOf, mostDocx, mostText, Refused, slim } from "./file";

const bytes = (...b: number[]) => new Uint8Array(b);
const encoded = (text: string) => new TextEncoder().encode(text);

test("a file is what the end of its name says", () => {
  const cases: [string, string][] = [["Fees.docx", "docx"], ["FEES.DOCX", "docx"], ["a.b.md", "markdown"], ["page.htm", "html"], ["page.html", "html"], ["notes.txt", "text"]];
  for (const [name, want] of cases) assert.equal(kindOf(name, 100), want, name);
});

test("what can't be read is refused with what to do instead", () => {
  const cases: [string, RegExp][] = [
    ["a.pdf", /PDF.*copy them and paste/], ["a.doc", /\.docx/], ["a.rtf", /\.docx/], ["a.pages", /Export To, Word/], ["a.odt", /\.docx/], ["a.xlsx", /select the cells/],
    ["a.key", /slides/], ["a.JPG", /picture/], ["a.heic", /picture/], ["a.gdoc", /only a link/], ["a.zip", /Unpack/], ["a.exe", /can’t be read here/], ["docx", /can’t be read here/], ["", /can’t be read here/],
  ];
  for (const [name, want] of cases) assert.throws(() => kindOf(name, 100), (e) => e instanceof Refused && want.test(e.message), name);
  assert.throws(() => kindOf("a.txt", 0), /empty/);
  assert.throws(() => kindOf("a.txt", mostText + 1), /2 MB, and 1 MB is the most/);
  assert.throws(() => kindOf("a.docx", mostDocx + 1), /26 MB/);
  assert.equal(kindOf("a.docx", mostText + 1), "docx");
});

test("letters are read as they were written", () => {
  const cases: [string, Uint8Array, string, boolean][] = [
    ["UTF-8", encoded("Zoë’s “fees”"), "Zoë’s “fees”", false],
    ["UTF-8 with its mark", bytes(0xef, 0xbb, 0xbf, 0x41), "A", false],
    ["UTF-16, little end first", bytes(0xff, 0xfe, 0x41, 0, 0xe9, 0), "Aé", false],
    ["UTF-16, big end first", bytes(0xfe, 0xff, 0, 0x41, 0, 0xe9), "Aé", false],
    ["Windows", new Uint8Array([...encoded("Ask about our fees, and caf"), 0xe9]), "Ask about our fees, and café", true],
    ["as a page says of itself", new Uint8Array([...encoded('<meta charset="iso-8859-2"><p>S'), 0xb3, ...encoded("o</p>")]), '<meta charset="iso-8859-2"><p>Sło</p>', false],
    ["line ends of any kind", encoded("a\r\nb\rc\n"), "a\nb\nc\n", false],
  ];
  for (const [name, file, text, guessed] of cases) assert.deepEqual(lettersOf(file), { text, guessed }, name);
});

test("letters that can't be told are refused, not guessed", () => {
  const cyrillic = bytes(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xec, 0xe8, 0xf0); // in a Windows encoding of its own
  assert.throws(() => lettersOf(cyrillic), (e) => e instanceof Refused && /UTF-8/.test(e.message));
  assert.throws(() => lettersOf(new Uint8Array([...encoded("a long enough English text "), 0x81])), Refused);
  assert.throws(() => lettersOf(bytes(0x41, 0, 0x42)), /another kind/);
  assert.throws(() => lettersOf(bytes(0xff, 0xfe, 0x41)), Refused);
});

test("a saved page loses what holds no words", () => {
  assert.equal(slim('<link rel="a"><script>a < b</script><p>Words <svg><path/></svg>stay</p><style>p{}</style>'), "<script></script><p>Words <svg></svg>stay</p><style>p{}</style>");
});
