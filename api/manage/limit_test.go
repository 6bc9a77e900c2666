package manage_test

import (
	"log/slog"
	"net/http"
	"net/netip"
	"testing"

	"practicecms/api/internal/apitest"
	"practicecms/api/manage"
	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestEachTokenIsToldWhatIsLeftOfItsRate(t *testing.T) {
	s := cmstest.New(t)
	server, err := manage.New(manage.Config{
		Editor: s.Editor(), Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler), PerSecond: 1,
		Origin: func(r *http.Request) netip.Addr {
			a, _ := netip.ParseAddr(r.Header.Get("From"))
			return a
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	one, _ := token(t, s, cms.ScopeManage)
	two, _ := token(t, s, cms.ScopePreview)
	c := apitest.Client{TB: t, Handler: server}
	ask := func(token, from string) apitest.Response {
		return c.Get("/manage/v1/documents", "Authorization", "Bearer "+token, "From", from)
	}
	for range 10 {
		want(t, "within the reserve", ask(one, "203.0.113.9"), 200)
	}
	got := ask(one, "198.51.100.1") // from another address it is the same token
	want(t, "one too many", got, http.StatusTooManyRequests)
	if got.Header.Get("Retry-After") != "1" || got.Header.Get("Ratelimit") != `"requests";r=0;t=10` {
		t.Errorf("the refusal: %v", got.Header)
	}
	got = ask(two, "203.0.113.9")
	want(t, "another token", got, 200)
	if got.Header.Get("Ratelimit") != `"requests";r=9;t=1` {
		t.Errorf("what is left: %v", got.Header)
	}
	for range 30 {
		want(t, "this machine", ask(one, "127.0.0.1"), 200)
	}
}
