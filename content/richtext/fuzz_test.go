package richtext

import (
	"strings"
	"testing"
)

// FuzzSanitize: whatever comes in, what comes out is within the policy in every place, balanced, and sanitising it again changes nothing.
func FuzzSanitize(f *testing.F) {
	for _, s := range hostileHTML {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		checkHTML(t, Sanitize(s))
	})
}

// FuzzRender: what Render and RenderInline promise holds for any text that they accept.
func FuzzRender(f *testing.F) {
	for _, s := range hostileHTML {
		f.Add(s)
	}
	for _, s := range hostileURLs {
		f.Add("[a](" + s + ") <" + s + ">\n\n[b]\n\n[b]: " + s)
	}
	f.Add("# a\n\n- [ ] b\n  > c\n\n1) d\n\n|a|b|\n|:-|-:|\n|`\\|`|*c*|\n\n```x\ny\n```\n***d **e* f***\n\nwww.a.co http://b.co c@d.co")
	f.Add("a[^1]<br>b<sup>**2**</sup>\n[^1]: c\n\n    - d\n\n[e]: f\n[g]: h\ni **「j」**k 5~6 <p>7<sup>8</sup><br>9</p>")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Render(s, resolveTeam)
		if err == nil {
			checkResult(t, r)
		}
		inline, inlineErr := RenderInline(s, resolveTeam)
		if inlineErr == nil {
			checkResult(t, inline)
			if strings.Contains(inline.HTML, "<p>") || strings.Contains(inline.HTML, "<ul>") || strings.Contains(inline.HTML, "<h") {
				t.Errorf("a block in one line: %q", inline.HTML)
			}
		}
		if err == nil {
			Documents(s)
		}
	})
}
