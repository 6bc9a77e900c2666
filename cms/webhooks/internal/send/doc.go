// Package webhook sends one signed message to one address, over HTTP.
//
// Messages are signed as Standard Webhooks (standardwebhooks.com) says. The address is
// what somebody typed, so a Sender does not let itself be led to where a browser outside
// could not go: every connection is judged by the IP address that it really goes to,
// after names were looked up, and only public ones are let through, over TLS. A Target
// names the hosts and networks for which that does not hold. Redirects are not followed,
// no proxy of the environment is used, and of an answer nothing but its status counts.
package send
