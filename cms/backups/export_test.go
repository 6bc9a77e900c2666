package backups

import "context"

var LastNight = lastNight

// Due is Keeper.due of a Keeper that was told where backups go.
func (k *Keeper) Due(t interface{ Fatal(...any) }, p Plan) bool {
	if k.Status().Place == "" {
		k.begin(p)
	}
	due, err := k.due(context.Background(), p, k.Status().Failed.At)
	if err != nil {
		t.Fatal(err)
	}
	return due
}
