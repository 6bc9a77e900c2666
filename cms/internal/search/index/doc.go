// Package index finds documents by their words. It is a folder of files beside the data
// file: derived from it, never a source, and written anew whenever in doubt. bleve stands
// here and nowhere else.
//
// An index holds what it is given and knows nothing of what is live: who fills it decides
// who may ask it.
package index
