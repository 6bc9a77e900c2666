package openapi

// webhooks describes the calls that practicecms makes: of what goes live, of backups that failed, and of tests.
func (s schemas) webhooks() object {
	header := func(name, description string) object {
		return object{"name": name, "in": "header", "required": true, "description": description, "schema": text}
	}
	return object{"event": object{"post": object{
		"operationId": "hearEvent",
		"summary":     "Something went live or was taken off the site",
		"tags":        []any{"webhooks"},
		"security":    []any{},
		"parameters": []any{
			header("webhook-id", "Stays the same when the event is sent again."),
			header("webhook-timestamp", "When this was sent, in seconds since 1970."),
			header("webhook-signature", "As Standard Webhooks says; two of them for a day after the secret was renewed."),
		},
		"requestBody": object{"required": true, "content": object{"application/json": object{"schema": s.ref("Event")}}},
		"responses": object{
			"2XX": object{"description": "The event was heard. Nothing else of the answer is looked at."},
			"410": object{"description": "Send no more: the webhook is paused."},
		},
	}}}
}

// event is the body of a webhook's call.
func (s schemas) event() object {
	return object{"oneOf": []any{
		closed(object{"type": choice("document.published", "document.unpublished"), "timestamp": timestamp, "data": s.ref("Change")}),
		closed(object{"type": object{"const": "backup.failed"}, "timestamp": timestamp, "data": closed(object{
			"step": choice("copy", "prove", "store", "check", "list"), "full": boolean, "lastProven": nullable("string"),
		})}),
		closed(object{"type": object{"const": "webhook.test"}, "timestamp": timestamp, "data": object{"type": "object", "maxProperties": 0}}),
	}}
}
