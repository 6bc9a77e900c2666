package words

import "fmt"

// Size says a size in bytes: "4.2 MB".
func Size(bytes int64) string {
	switch mb := float64(bytes) / 1e6; {
	case mb < 1:
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	case mb < 10:
		return fmt.Sprintf("%.1f MB", mb)
	default:
		return fmt.Sprintf("%.0f MB", mb)
	}
}
