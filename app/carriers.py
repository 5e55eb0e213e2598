"""How calls, text messages and mail leave the house, by the settings."""

from collections.abc import Mapping

from sqlalchemy.orm import Session, sessionmaker

from app.config import Config, Telephony
from notifications.callbacks import Callbacks
from notifications.carriers import by_mail, by_text
from notifications.channels.base import VoiceChannel
from notifications.channels.email import SmtpMail
from notifications.channels.twilio_sms import TwilioText
from notifications.channels.twilio_voice import ListeningTwilioVoice, Transport, TwilioVoice
from notifications.post import Post
from routing.urgency import Channel


def make_posts(
    config: Config, sessions: sessionmaker[Session], *, http_client: Transport | None = None
) -> Mapping[Channel, Post]:
    """How what is told leaves the house. Without telephony, or a mail server, it does not: it can
    be read in the inbox."""
    texts = TwilioText(
        account_sid=config.twilio.account_sid,
        auth_token=config.twilio.auth_token,
        api_base=config.twilio.api_base,
        sender=config.twilio.text_sender,
        http_client=http_client,
    )
    has_telephony = config.telephony is not Telephony.OFF
    carriers = {
        Channel.SMS: by_text(texts, Callbacks(config.public_url)) if has_telephony else None,
        Channel.EMAIL: by_mail(SmtpMail(config.mail), sender=config.mail.sender)
        if config.mail
        else None,
    }
    return {
        channel: Post(sessions, channel, carrier, config.public_url, config.clock)
        for channel, carrier in carriers.items()
    }


def make_channel(config: Config, *, http_client: Transport | None = None) -> VoiceChannel:
    """The telephone of these settings: Twilio, or whatever speaks its language at ``api_base``."""
    channel = ListeningTwilioVoice if config.twilio.detects_machines else TwilioVoice
    return channel(
        account_sid=config.twilio.account_sid,
        auth_token=config.twilio.auth_token,
        api_base=config.twilio.api_base,
        from_number=config.twilio.from_number,
        http_client=http_client,
    )
