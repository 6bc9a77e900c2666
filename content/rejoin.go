package content

// Rejoin gives the blocks of a text that was written anew the ids of the blocks that
// they take the place of, so that a comparison says what changed in them and not that
// everything went and came. A block takes the place of one that is equal to it, else of
// one of its kind with its heading, else of none: then it keeps the id it has. The result
// shares nothing with either but the fields.
func (m *Model) Rejoin(old, blocks []Block) []Block {
	out := append([]Block(nil), blocks...)
	taken, joined := make([]bool, len(old)), make([]bool, len(out))
	join := func(same func(was, is Block) bool) {
		for i := range out {
			for j := range old {
				if !joined[i] && !taken[j] && same(old[j], out[i]) {
					out[i].ID, joined[i], taken[j] = old[j].ID, true, true
				}
			}
		}
	}
	join(func(was, is Block) bool {
		is.ID = was.ID
		return was.Equal(is)
	})
	join(func(was, is Block) bool { return was.Kind == is.Kind && m.BlockName(was) == m.BlockName(is) })
	return out
}
