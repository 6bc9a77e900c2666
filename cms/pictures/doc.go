// Package pictures makes safe pictures of what people upload, and the sizes in which sites
// show them. It holds bytes in memory, and knows no disk and no network.
//
// Read decodes a file and encodes it anew, so that nothing of it is left but what it shows:
// no place where it was taken, no names, no profile, nothing that is appended. Render makes
// one size of that. Which sizes there are is fixed (Widths, Fits, FormatsOf), so that nobody
// can make work by asking for others.
//
// What a file claims is judged before anything of it is decoded: its length, its pixels, the
// frames of an animation. Both take their turn at a gate that bounds how much memory is in
// use at a time.
//
//	sniff.go                  what a file is, by its content
//	form.go                   what has to be known of a kind to read it, and the table of kinds
//	jpeg.go png.go gif.go …   that, for one kind
//	findings.go               what a file held beside its picture
//	pixels.go color.go        turning, halving, colours
//	read.go look.go           from a file to what is kept
//	ladder.go render.go       from what is kept to what is shown
//	gate.go sandbox.go        how much memory that takes, and where decoders in C run
package pictures
