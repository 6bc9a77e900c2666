package access

import (
	"errors"
	"testing"

	"practicecms/cms/internal/store"
)

func TestASessionEndsWhenItsPersonMayNotSignInAnyMore(t *testing.T) {
	for name, change := range map[string]func(store.Writer, []byte) error{
		"without a password": func(w store.Writer, key []byte) error {
			p, err := people.Get(w, key)
			p.Hash = ""
			return errors.Join(err, people.Put(w, key, p))
		},
		"gone": func(w store.Writer, key []byte) error { return people.Delete(w, key) },
	} {
		d, p := newDoor(t)
		in, err := d.SignIn(t.Context(), Attempt{Email: p.Email, Password: password})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Session(t.Context(), in.Session); err != nil {
			t.Fatalf("%s, before: %v", name, err)
		}
		if err := d.store.Update(t.Context(), func(w store.Writer) error { return change(w, personKey(p.ID)) }); err != nil {
			t.Fatal(err)
		}
		for asked, ask := range map[string]func() (Person, error){
			"used":      func() (Person, error) { return d.Session(t.Context(), in.Session) },
			"looked at": func() (Person, error) { return d.LookAtSession(t.Context(), in.Session) },
		} {
			if who, err := ask(); !errors.Is(err, ErrUnauthenticated) || who != (Person{}) {
				t.Errorf("%s, the session that is %s is %+v (%v), want ErrUnauthenticated", name, asked, who, err)
			}
		}
		if err := d.SignOut(t.Context(), in.Session); err != nil {
			t.Errorf("%s, signing out: %v", name, err)
		}
	}
}
