package record

import (
	"errors"
	"testing"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

func TestATextThatIsGoneSaysHowItWent(t *testing.T) {
	s := storetest.NewMemory(Spaces()...)
	rest := Body{Kind: "section", Fields: content.Fields{"body": "(erased)"}}
	for _, one := range []struct {
		mark      Erasure
		want, not error // want nil: it comes back
	}{
		{Erasure{Why: content.RemovedErased}, ErrErased, ErrThinned},
		{Erasure{Why: content.RemovedThinned}, ErrThinned, ErrErased},
		{Erasure{Why: content.RemovedErased, Rest: &rest}, nil, ErrTextRemoved},
	} {
		err := s.Update(t.Context(), func(w store.Writer) error {
			h := content.Hash{1}
			if err := Erasures.Put(w, h[:], one.mark); err != nil {
				return err
			}
			if err := RefuseRemoved(w, h, 3); !errors.Is(err, one.want) || errors.Is(err, one.not) || one.want != nil && !errors.Is(err, ErrTextRemoved) {
				t.Errorf("%s: got %v, want %v", one.mark.Why, err, one.want)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
