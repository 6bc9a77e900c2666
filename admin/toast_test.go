package admin

import (
	"encoding/base64"
	"io"
	"net/http"
	"testing"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
)

func TestAToastThatSomebodyPlantedIsNotShown(t *testing.T) {
	site := cmstest.New(t)
	robin := enter(t, site)
	if _, err := site.Editor().AddPerson(t.Context(), site.Who, access.NewPerson{Name: "Kim", Email: "kim@example.org", Password: cmstest.Password, Role: cms.RoleEditor}); err != nil {
		t.Fatal(err)
	}
	kim := robin.as("kim@example.org", cmstest.Password)
	one := site.Service(t, "one")
	planted := base64.RawURLEncoding.EncodeToString([]byte(`{"text":"Your session ends soon.","undo":{"label":"Stay signed in","action":"/admin/settings/people","fields":{"name":"Mallory"}}}`))
	if got := kim.send("POST", page(one)+"/trash", nil); got.status != http.StatusSeeOther {
		t.Fatal(got.status)
	}
	for name, cookie := range map[string]string{
		"without a seal":          planted,
		"with an empty seal":      planted + ".",
		"with a made-up seal":     planted + ".AAAA",
		"sealed with nothing":     planted + "." + sealed("", "toast "+planted),
		"sealed as a form token":  planted + "." + formToken(robin.cookies["cms"]),
		"said in another session": kim.cookies["toast"],
		"words only":              base64.RawURLEncoding.EncodeToString([]byte(`{"text":"Please call 555-0100."}`)),
		"no toast at all":         "%%%",
	} {
		robin.cookies["toast"] = cookie
		for _, path := range []string{"/admin", "/admin/settings"} {
			if robin.open(path).toast() != nil {
				t.Errorf("%s: it is shown on %s", name, path)
			}
		}
		if robin.cookies["toast"] != "" {
			t.Errorf("%s: the toast is still there", name)
		}
		stranger := &visitor{t: t, site: site, handler: robin.handler, cookies: map[string]string{"toast": cookie}}
		if stranger.open("/admin/sign-in").toast() != nil {
			t.Errorf("%s: it is shown to a stranger", name)
		}
	}
	kim.open("/admin").says("Undo")
}

func TestAToastIsShownOnceAlsoBesideOneThatWasPlanted(t *testing.T) {
	site := cmstest.New(t)
	robin := enter(t, site)
	one := site.Service(t, "one")
	robin.send("POST", page(one)+"/trash", nil)
	said := robin.cookies["toast"]
	delete(robin.cookies, "toast")
	body, err := io.ReadAll(robin.request("GET", "/admin", "", "Cookie", "toast=planted; toast="+said).Body)
	if err != nil {
		t.Fatal(err)
	}
	shown := answer{t: t, body: string(body)}
	robin.undo(shown).says("is back")
	robin.open("/admin").saysNot("is back")
}
