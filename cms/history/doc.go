// Package history reads what was: the versions of a document and what each did, who wrote
// which sentence, when something was said and by whom, the parts that are gone, and every
// place where words stand that are to be erased. It writes nothing. What happened is told in
// facts; those who show it have the words.
package history
