package pictures

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/gen2brain/avif"
	"github.com/gen2brain/heic"
)

// box is a part of a HEIC or AVIF (ISO/IEC 14496-12).
type box struct {
	name    string
	content []byte
}

// boxes are those in which others of interest lie, and how many bytes of their own come
// before.
var boxes = map[string]int{"meta": 4, "iprp": 0, "ipco": 0}

// maxMeta is how many bytes of the boxes before the pixels are looked at.
const maxMeta = 4 << 20

// walkHEIF calls see for each box up to the one of the pixels, those inside of others, too.
func walkHEIF(r io.Reader, see func(box)) error {
	in := bufio.NewReaderSize(io.LimitReader(r, maxMeta), 16<<10)
	for {
		var head [8]byte
		if _, err := io.ReadFull(in, head[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		size := int64(be32(head[:]))
		name := string(head[4:])
		if name == "mdat" || size == 0 {
			return nil
		}
		if size < 8 {
			return errors.New("a box of a strange length")
		}
		if name != "meta" {
			if _, err := io.CopyN(io.Discard, in, size-8); err != nil {
				return err
			}
			continue
		}
		content, err := io.ReadAll(io.LimitReader(in, size-8))
		if err != nil {
			return err
		}
		if int64(len(content)) < size-8 {
			return io.ErrUnexpectedEOF
		}
		inside(name, content, see)
	}
}

func inside(name string, content []byte, see func(box)) {
	own, has := boxes[name]
	see(box{name, content})
	if !has || len(content) < own {
		return
	}
	for rest := content[own:]; len(rest) >= 8; {
		size := int64(be32(rest))
		if size < 8 || size > int64(len(rest)) {
			return
		}
		inside(string(rest[4:8]), rest[8:size], see)
		rest = rest[size:]
	}
}

func measureHEIF(r io.Reader) (out shape, err error) {
	err = walkHEIF(r, func(b box) {
		if b.name == "ispe" && len(b.content) >= 12 {
			out.width = max(out.width, int(be32(b.content[4:])))
			out.height = max(out.height, int(be32(b.content[8:])))
		}
	})
	out.perPixel = 12
	return out, err
}

func inspectHEIF(data []byte) (out extras) {
	_ = walkHEIF(bytes.NewReader(data), func(b box) {
		if b.name == "colr" && len(b.content) > 4 && out.icc == nil {
			if kind := string(b.content[:4]); kind == "prof" || kind == "rICC" {
				out.icc = b.content[4:]
			}
		}
	})
	out.boxed = data
	return out
}

func decodeHEIC(data []byte) (decoded, error) {
	img, err := heic.Decode(bytes.NewReader(data))
	return decoded{image: img}, err
}

func decodeAVIF(data []byte) (decoded, error) {
	img, err := avif.Decode(bytes.NewReader(data))
	return decoded{image: img}, err
}
