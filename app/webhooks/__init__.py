"""What the telephone provider tells us: signature first, then one action, then TwiML."""

from app.webhooks.twilio import register

__all__ = ["register"]
