package record

import (
	"encoding/binary"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"practicecms/content"
)

func TestPackedVersionsUnpackToThemselves(t *testing.T) {
	hash := func(rt *rapid.T) (h content.Hash) {
		binary.BigEndian.PutUint64(h[:], rapid.Uint64Range(1, 9).Draw(rt, "hash"))
		return h
	}
	record := func(rt *rapid.T, n uint64) Version {
		v := Version{
			Number: n, Path: rapid.SampledFrom([]string{"", "/a", "/b"}).Draw(rt, "path"), Fields: hash(rt), At: Stamp(n), Origin: content.OriginWritten,
			Parent: hash(rt), Hash: hash(rt), By: content.Author{Person: content.PersonID{byte(n)}}, Blocks: []BlockRef{},
		}
		ids := rapid.Permutation([]byte{1, 2, 3, 4, 5, 6}).Draw(rt, "order")
		for _, id := range ids[:rapid.IntRange(0, 6).Draw(rt, "count")] {
			v.Blocks = append(v.Blocks, BlockRef{ID: content.BlockID{id}, Kind: rapid.SampledFrom([]string{"section", "steps"}).Draw(rt, "kind"), Hash: hash(rt)})
		}
		return v
	}
	rapid.Check(t, func(rt *rapid.T) {
		a := record(rt, 7)
		b := record(rt, 8)
		if rapid.Bool().Draw(rt, "alike") { // mostly the same, as histories are
			b.Blocks = append([]BlockRef{}, a.Blocks...)
			if len(b.Blocks) > 0 {
				b.Blocks[rapid.IntRange(0, len(b.Blocks)-1).Draw(rt, "which")].Hash = hash(rt)
			}
		}
		b.Parent = a.Hash
		encoded, err := Encode(pack(a, b))
		if err != nil {
			rt.Fatal(err)
		}
		var p packedVersion
		if err := decodeMode.Unmarshal(encoded, &p); err != nil {
			rt.Fatal(err)
		}
		got, err := p.unpack(a)
		if err != nil || !reflect.DeepEqual(got, b) {
			rt.Fatalf("got %+v (%v), want %+v", got, err, b)
		}
		other := a
		other.Blocks = a.Blocks[:len(a.Blocks)/2]
		if got, err := p.unpack(other); err == nil && len(p.Middle) == 0 && int(p.Head+p.Tail) > len(other.Blocks) {
			rt.Fatalf("a record unpacks on another than it was packed on: %+v", got)
		}
	})
}

func TestAPackedVersionIsSmall(t *testing.T) {
	v := Version{Number: 8, Path: "/services/one", By: content.Author{Person: content.PersonID{1}}, At: 1, Origin: content.OriginWritten}
	for i := range 30 {
		v.Blocks = append(v.Blocks, BlockRef{ID: content.BlockID{byte(i)}, Kind: "section", Hash: content.Hash{byte(i)}})
	}
	before := v
	before.Blocks = append([]BlockRef{}, v.Blocks...)
	v.Blocks[12].Hash[1] = 9
	encoded, err := Encode(pack(before, v))
	if err != nil {
		t.Fatal(err)
	}
	if len(encoded) > 160 {
		t.Errorf("one changed block of thirty takes %d bytes", len(encoded))
	}
}
