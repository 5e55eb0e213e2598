"""How a letter is written for each channel: a text message's one part, a mail's two."""

from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from notifications.channels.base import MailChannel, MailOrder, TextChannel, TextOrder
from notifications.channels.email import message_id
from notifications.post import Carrier, Letter
from notifications.render import render
from notifications.wording import Reader, words_of


def by_text(channel: TextChannel, callbacks: Callbacks) -> Carrier:
    """Letters as text messages; their progress is reported to us."""

    def carry(letter: Letter, reader: Reader) -> str:
        return channel.send(
            TextOrder(
                to=letter.address,
                text=words_of(letter.kind, "sms", letter.values, to=reader),
                status_url=callbacks.of(paths.TEXT_STATUS, delivery_id=letter.delivery_id),
            )
        )

    return carry


def by_mail(channel: MailChannel, *, sender: str) -> Carrier:
    """Letters as plain mail; ``sender`` is the address they come from."""

    def carry(letter: Letter, reader: Reader) -> None:
        body = words_of(letter.kind, "body", letter.values, to=reader)
        footer = render("mail_footer", "body", reader.language)
        channel.send(
            MailOrder(
                to=letter.address,
                subject=words_of(letter.kind, "subject", letter.values, to=reader),
                text=f"{body}\n{footer}",
                message_id=message_id(letter.delivery_id, sender=sender),
                sent_at=reader.at,
            )
        )

    return carry
