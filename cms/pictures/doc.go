// Package pictures makes safe pictures of what people upload, and the sizes in which sites
// show them. It holds bytes in memory, and knows no disk and no network.
//
// Read decodes a file and encodes it anew, so that nothing of it is left but what it shows:
// no place where it was taken, no names, no profile, nothing that is appended. Render makes
// one size of that. Which sizes there are is fixed (Widths, Fits, Formats), so that nobody
// can make work by asking for others.
//
// Both take their turn at a gate that bounds how much memory is in use at a time.
package pictures
