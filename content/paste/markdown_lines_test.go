package paste

import "testing"

func TestLinesOfMarkdownStayLinesWhenTheyAreSome(t *testing.T) {
	for in, want := range map[string]string{
		// what people write one below the other
		"We take:\nAetna\nCigna\nMolina":                                                                     "We take:\\\nAetna\\\nCigna\\\nMolina",
		"Juniper Counseling\n1200 Example Street\nSanta Fe, NM 87501":                                        "Juniper Counseling\\\n1200 Example Street\\\nSanta Fe, NM 87501",
		"Mon 9–5\nTue 9–5\nWed closed":                                                                       "Mon 9–5\\\nTue 9–5\\\nWed closed",
		"**Individual:** $150\n**Couples:** ~~$240~~ $220":                                                   "**Individual:** $150\\\n**Couples:** ~~$240~~ $220",
		"Emergency: call 911, or go to the nearest emergency room there is.\nCrisis line: call or text 988.": "Emergency: call 911, or go to the nearest emergency room there is.\\\nCrisis line: call or text 988.",
		"Call 911 in an emergency.\nCall or text 988 at any time.":                                           "Call 911 in an emergency.\\\nCall or text 988 at any time.",
		"**Hours**\nWe are in the office from nine to five on every day of the week but one.":                "**Hours**\\\nWe are in the office from nine to five on every day of the week but one.",
		"grief\nanxiety\nsleep":                                                                              "grief\\\nanxiety\\\nsleep",
		"Before you come:\na) Call\nb) Go":                                                                   "Before you come:\n\n1. Call\n2. Go",
		"1. Office\n   1200 Example Street\n2. Call":                                                         "1. Office\\\n   1200 Example Street\n2. Call",
		"> Slow is smooth\n> Smooth is so":                                                                   "> Slow is smooth\\\n> Smooth is so",

		// what a window broke
		"We are a small practice in Santa Fe and work with\nadults, teens and couples.":                             "We are a small practice in Santa Fe and work with adults, teens and couples.",
		"We offer therapy for adults and teens in\nSanta Fe.":                                                       "We offer therapy for adults and teens in Santa Fe.",
		"Our practice was named after a poet, Mary\nOliver, whom all of us like.":                                   "Our practice was named after a poet, Mary Oliver, whom all of us like.",
		"We are a small practice that works with adults, with teens and with couples.\nCall us when you can.":       "We are a small practice that works with adults, with teens and with couples. Call us when you can.",
		"We see adults, teens and couples in Santa\nFe, Albuquerque, Las Cruces and Rio\nRancho, and also by video": "We see adults, teens and couples in Santa Fe, Albuquerque, Las Cruces and Rio Rancho, and also by video",
		"Call **Dana\nReyes** or [the\noffice](/a) today.":                                                          "Call **Dana Reyes** or [the office](/a) today.",
		"**Our fees** are told before you come, and they\nstay.":                                                    "**Our fees** are told before you come, and they stay.",
		"1. Therapy for adults and\n   teens\n2. Rest":                                                              "1. Therapy for adults and teens\n2. Rest",
		"It was A.\nSmith who said that we should all slow down and breathe, and so we did for years.":              "It was A. Smith who said that we should all slow down and breathe, and so we did for years.",
	} {
		if got := bodyOf(t, in, Markdown); got != want {
			t.Errorf("%q:\n got %q\nwant %q", in, got, want)
		}
	}
}
