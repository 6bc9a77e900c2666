// Package webhooks tells receivers of every change of what is live. A call is put into the
// Outbox in the transaction of its change, and the Sender makes it, again and again until
// it gets through or a day is over.
package webhooks
