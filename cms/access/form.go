package access

import "practicecms/cms/internal/record"

// Forms are those of people and tokens. Sessions and counters of sign-ins have none: they mean
// nothing elsewhere. Of people, passwords and the browsers that are known can be hidden: then
// nobody can sign in. Of tokens only hashes are kept, of secrets that nobody can guess.
func Forms() []record.Form {
	return []record.Form{
		record.FormOf(people, record.Rules[personRecord]{Hide: func(p *personRecord, _ record.Stamp) { p.Hash, p.Browsers = "", nil }}),
		record.FormOf(tokens, record.Rules[tokenRecord]{}),
	}
}
