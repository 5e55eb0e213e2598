"""The ways out of the house; only these modules (and the webhooks' signature check) know Twilio."""
