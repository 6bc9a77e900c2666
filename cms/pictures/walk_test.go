package pictures

import (
	"encoding/binary"
	"fmt"
)

// stowaways names each part of an encoded picture that is not the picture itself. It reads
// the bytes on its own, by none of the walks that Read uses, and complains of what it does
// not know.
func stowaways(data []byte) (out []string) {
	switch Sniff(data) {
	case JPEG:
		return jpegStowaways(data)
	case PNG:
		return pngStowaways(data)
	case GIF:
		return gifStowaways(data)
	case WebP:
		return webpStowaways(data)
	}
	return []string{"no picture"}
}

func jpegStowaways(data []byte) (out []string) {
	at := 2
	for at+4 <= len(data) {
		if data[at] != 0xff {
			return append(out, fmt.Sprintf("no marker at %d", at))
		}
		mark, length := data[at+1], int(data[at+2])<<8|int(data[at+3])
		switch mark {
		case 0xdb, 0xc0, 0xc4:
		case 0xda:
			for i := at + 2 + length; i+1 < len(data); i++ {
				if data[i] == 0xff && data[i+1] == 0xd9 {
					if rest := len(data) - i - 2; rest > 0 {
						out = append(out, fmt.Sprintf("%d bytes behind the end", rest))
					}
					return out
				}
			}
			return append(out, "no end")
		default:
			out = append(out, fmt.Sprintf("segment %x", mark))
		}
		at += 2 + length
	}
	return append(out, "no scan")
}

func pngStowaways(data []byte) (out []string) {
	for at := 8; at+12 <= len(data); {
		length, name := int(binary.BigEndian.Uint32(data[at:])), string(data[at+4:at+8])
		at += 12 + length
		switch name {
		case "IHDR", "PLTE", "tRNS", "IDAT":
		case "IEND":
			if at != len(data) {
				out = append(out, fmt.Sprintf("%d bytes behind the end", len(data)-at))
			}
			return out
		default:
			out = append(out, "chunk "+name)
		}
	}
	return append(out, "no end")
}

func webpStowaways(data []byte) (out []string) {
	for at := 12; at+8 <= len(data); {
		length, name := int(binary.LittleEndian.Uint32(data[at+4:])), string(data[at:at+4])
		switch name {
		case "VP8 ", "VP8L", "VP8X", "ALPH":
		default:
			out = append(out, "chunk "+name)
		}
		if at += 8 + length + length%2; at > len(data) {
			out = append(out, "a chunk that is cut")
		}
	}
	if int(binary.LittleEndian.Uint32(data[4:]))+8 != len(data) {
		out = append(out, "another length than it says")
	}
	return out
}

func gifStowaways(data []byte) (out []string) {
	table := func(flags byte) int {
		if flags&0x80 != 0 {
			return 3 << (flags&7 + 1)
		}
		return 0
	}
	at := 13 + table(data[10])
	for at < len(data) {
		switch data[at] {
		case 0x21:
			if label := data[at+1]; label == 0xff && string(data[at+3:at+14]) != "NETSCAPE2.0" || label != 0xff && label != 0xf9 {
				out = append(out, fmt.Sprintf("extension %x", label))
			}
			at += 2
		case 0x2c:
			at += 11 + table(data[at+9])
		case 0x3b:
			if at+1 != len(data) {
				out = append(out, fmt.Sprintf("%d bytes behind the end", len(data)-at-1))
			}
			return out
		default:
			return append(out, "an unknown block")
		}
		for data[at] != 0 {
			at += 1 + int(data[at])
		}
		at++
	}
	return append(out, "no end")
}
