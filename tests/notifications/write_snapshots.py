"""Writes what is heard and read anew: ``python -m tests.notifications.write_snapshots``.

Read the difference before it is committed: these pages are what people hear.
"""

import xml.etree.ElementTree as ET

from tests.notifications.messages import NAMES, as_page
from tests.notifications.test_twiml import REPLIES, SNAPSHOTS, spoken_to_provider

if __name__ == "__main__":
    pages = SNAPSHOTS / "messages"
    pages.mkdir(parents=True, exist_ok=True)
    for page in pages.iterdir():
        page.unlink()
    for name in NAMES:
        (pages / f"{name}.md").write_text(as_page(name), encoding="utf-8")
    for name in REPLIES:
        document = spoken_to_provider(name)
        ET.indent(document)
        text = ET.tostring(document, encoding="unicode")
        (SNAPSHOTS / f"{name}.xml").write_text(f"{text}\n", encoding="utf-8")
