"""Writes the documents of test_twiml anew: ``python -m tests.notifications.write_snapshots``."""

import xml.etree.ElementTree as ET

from tests.notifications.test_twiml import REPLIES, SNAPSHOTS, spoken_to_provider

if __name__ == "__main__":
    SNAPSHOTS.mkdir(exist_ok=True)
    for name in REPLIES:
        document = ET.ElementTree(spoken_to_provider(name))
        ET.indent(document)
        document.write(SNAPSHOTS / f"{name}.xml", encoding="utf-8")
