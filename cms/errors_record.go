package cms

import "errors"

// ErrPathTaken is returned when another live page has the address.
var ErrPathTaken = errors.New("another page is live at this address")
