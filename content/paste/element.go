package paste

// element is one piece of a source, in reading order. All readers give elements;
// everything after them is the same for every format.
type element struct {
	kind   elementKind
	text   rich   // empty for a rule
	level  int    // of a heading: 1–6; of an item: how deep it is nested, from 0
	number int    // of an item in a numbered list; 0 in a list with bullets
	quote  bool   // a paragraph of a block quotation
	gap    bool   // blank lines before it set it apart (plain text)
	why    string // of a heading that was guessed or joined; empty when the source marks it
}

type elementKind int

const (
	paragraph elementKind = iota
	heading
	item
	rule
)

// splitLong splits paragraphs and items that are longer than maxPiece between
// words, so that no block gets too large.
func splitLong(elements []element) []element {
	var out []element
	for _, e := range elements {
		for _, text := range e.text.pieces(maxPiece) {
			e.text = text
			out = append(out, e)
			e.number = nextNumber(e.number)
		}
		if e.kind == rule {
			out = append(out, e)
		}
	}
	return out
}

// nextNumber counts on in a numbered list; 0 stays 0.
func nextNumber(n int) int {
	if n == 0 {
		return 0
	}
	return n + 1
}
