package words

import "practicecms/cms/pictures"

var takenOut = map[pictures.Finding]string{
	pictures.FoundPlace:    "This photo held the place where it was taken. We removed it.",
	pictures.FoundPerson:   "It named a person, as who took it or whose it is. We removed that; you can say who made it, under Made by.",
	pictures.FoundCamera:   "It said when and with what it was taken. We removed that.",
	pictures.FoundWords:    "It held notes that programs leave in pictures. We removed them.",
	pictures.FoundTrailing: "Something else was hidden behind the picture. We removed it.",
	pictures.FoundFrames:   "It moved. We kept its first picture.",
	pictures.FoundPixels:   "It was larger than any screen. We made it smaller.",
}

// TakenOut says what was taken out of a picture, a sentence each.
func TakenOut(findings []pictures.Finding) []string {
	out := []string{}
	for _, f := range findings {
		out = append(out, takenOut[f])
	}
	return out
}
