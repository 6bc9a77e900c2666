import assert from "node:assert/strict";
import { test } from "node:test";
import { formatted, standing, withoutPictureData, withPiece } from "./pieces";

const fees = { text: "Fees\nAsk us.", html: "<h2>Fees</h2><p>Ask <b>us</b>.</p>" };
const hours = { text: "Hours\nNine to five.", html: "<h2>Hours</h2><p>Nine to five.</p>" };

test("what is pasted keeps its formatting, and words typed around it stay", () => {
  const cases: [string, string, string][] = [
    ["alone", fees.text, fees.html],
    ["typed before", `Hello\n${fees.text}`, `<p>Hello</p>${fees.html}`],
    ["typed after", `${fees.text}\n\nBye & <thanks>\n`, `${fees.html}<p>Bye &amp; &lt;thanks&gt;</p>`],
    ["typed on both sides", `A\nB\n${fees.text}\nC`, `<p>A</p><p>B</p>${fees.html}<p>C</p>`],
    ["changed within: only the plain words count", "Fees\nAsk them.", ""],
    ["typed on its first line: the plain words count", `See ${fees.text}`, ""],
    ["typed on its last line: the plain words count", `${fees.text} Soon.`, ""],
    ["gone", "Something else", ""],
  ];
  for (const [name, text, want] of cases) assert.equal(formatted(text, [fees]), want, name);
});

test("a second paste joins the first, wherever it goes", () => {
  const after = `${fees.text}\n${hours.text}`;
  assert.equal(formatted(after, withPiece(after, [fees], hours, fees.text.length + 1)), fees.html + hours.html);
  const before = `${hours.text}\n${fees.text}`;
  assert.equal(formatted(before, withPiece(before, [fees], hours, 0)), hours.html + fees.html);
  const over = hours.text;
  assert.deepEqual(withPiece(over, [fees], hours, 0), [hours]);
  const amid = `Fees\n${hours.text}\nAsk us.`; // it cuts the first in two, whose words are as typed then
  assert.equal(formatted(amid, withPiece(amid, [fees], hours, 5)), `<p>Fees</p>${hours.html}<p>Ask us.</p>`);
  const twice = `${fees.text}\n${fees.text}`;
  assert.equal(formatted(twice, withPiece(twice, [fees], { ...fees }, fees.text.length + 1)), fees.html + fees.html);
});

test("where a fragment begins and ends is said only of one that stands alone", () => {
  const clip = { text: "Fees", html: "<html><!--StartFragment--><p>Fees</p><!--EndFragment--></html>" };
  assert.equal(formatted("Fees\n", [clip]), clip.html);
  assert.equal(formatted("Fees\nSoon", [clip]), "<html><p>Fees</p></html><p>Soon</p>");
});

test("an edit within one piece leaves the others their formatting", () => {
  const text = `Fees\nAsk them.\n${hours.text}`;
  assert.deepEqual(standing(text, [fees, hours]), [hours]);
  assert.equal(formatted(text, [fees, hours]), `<p>Fees</p><p>Ask them.</p>${hours.html}`);
});

test("the data of pictures goes, and nothing else", () => {
  assert.equal(withoutPictureData('<img alt="A" src="data:image/png;base64,AA=="><p>data:image is text</p>'), '<img alt="A" src="data:,"><p>data:image is text</p>');
  assert.equal(withoutPictureData('<a href="data.html">data</a>'), '<a href="data.html">data</a>');
});
