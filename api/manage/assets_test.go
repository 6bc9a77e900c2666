package manage_test

import (
	"fmt"
	"testing"

	"practicecms/cms/cmstest"
)

type upload struct {
	ID              string
	At, Size, Piece int
}

type asset struct {
	ID, Type, Title, File, Kind, Alt string
	Width, Height                    int
	TakenOut                         []string
	Known                            bool
}

func TestAFileIsSentInPiecesAndShownByADocument(t *testing.T) {
	_, c := newClient(t)
	data := string(cmstest.PNG(t, 700, 400, 20))
	var u upload
	got := c.Do("POST", "/manage/v1/uploads", object{"size": len(data)})
	want(t, "an upload", got, 201)
	got.JSON(t, &u)
	address := "/manage/v1/uploads/" + u.ID
	piece := func(at int, bytes string) int {
		return c.Do("PUT", fmt.Sprintf("%s?at=%d", address, at), bytes, "Content-Type", "application/octet-stream").Status
	}
	half := len(data) / 2
	for _, step := range []struct {
		what   string
		status int
		want   int
	}{
		{"the first half", piece(0, data[:half]), 200},
		{"the first half again", piece(0, data[:half]), 409},
		{"what is more than was said", piece(half, data[half:]+"x"), 413},
		{"done too early", c.Do("POST", address+"/done", object{"name": "x"}).Status, 409},
		{"the second half", piece(half, data[half:]), 200},
		{"no bytes of a file", c.Do("PUT", address+"?at=0", object{}).Status, 415},
		{"an upload that is not there", c.Get("/manage/v1/uploads/nothing").Status, 404},
	} {
		if step.status != step.want {
			t.Errorf("%s: %d, want %d", step.what, step.status, step.want)
		}
	}
	got = c.Get(address)
	if got.JSON(t, &u); u.At != len(data) || u.Size != len(data) {
		t.Errorf("the upload is %+v", u)
	}
	var a asset
	got = c.Do("POST", address+"/done", object{"name": "Waiting_room.png"})
	want(t, "done", got, 201)
	if got.JSON(t, &a); a.Title != "Waiting room" || a.Width != 700 || a.Height != 400 || a.Kind == "" || a.Known {
		t.Errorf("the asset is %+v", a)
	}
	want(t, "the same upload again", c.Do("POST", address+"/done", object{"name": "x"}), 404)
	want(t, "the asset", c.Get("/manage/v1/assets/"+a.ID), 200)

	page := create(c, service("One", object{"kind": "image", "image": object{"asset": a.ID, "file": a.File, "alt": "A waiting room"}}))
	if image, _ := page.Blocks[0]["image"].(map[string]any); image["file"] != a.File {
		t.Errorf("the page shows %v", page.Blocks[0])
	}
	other := "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	want(t, "a file that is not there", c.Do("POST", "/manage/v1/documents", service("Two", object{"kind": "image", "image": object{"asset": a.ID, "file": other}})), 422)

	var list struct{ Items []asset }
	if c.Get("/manage/v1/assets?q=waiting").JSON(t, &list); len(list.Items) != 1 || list.Items[0].ID != a.ID {
		t.Errorf("found %+v", list.Items)
	}
	if c.Get("/manage/v1/assets?kind=document").JSON(t, &list); len(list.Items) != 0 {
		t.Errorf("documents are %+v", list.Items)
	}
}

func TestAFileThatIsNoPictureIsRefusedInWords(t *testing.T) {
	_, c := newClient(t)
	var u upload
	text := "<!doctype html><script>alert(1)</script>"
	c.Do("POST", "/manage/v1/uploads", object{"size": len(text)}).JSON(t, &u)
	c.Do("PUT", "/manage/v1/uploads/"+u.ID+"?at=0", text, "Content-Type", "application/octet-stream")
	got := c.Do("POST", "/manage/v1/uploads/"+u.ID+"/done", object{"name": "holiday.png"})
	want(t, "a web page", got, 422)
	var p struct{ Detail string }
	if got.JSON(t, &p); p.Detail == "" {
		t.Error("it does not say why")
	}
	want(t, "an empty file", c.Do("POST", "/manage/v1/uploads", object{"size": 0}), 422)
	want(t, "too much", c.Do("POST", "/manage/v1/uploads", object{"size": 1 << 30}), 413)
}
