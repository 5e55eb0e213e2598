"""The phone lab: an embedded telephone exchange that speaks Twilio's own protocol.

Never part of a production configuration. `exchange.Exchange` is the engine, `rest` and `pages` are
what the factory registers, `live` runs it in real time.
"""
