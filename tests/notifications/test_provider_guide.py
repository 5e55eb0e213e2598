"""The guide to another provider stays true: its files, methods and settings are there."""

import re
from pathlib import Path

import pytest

from notifications.channels import base
from notifications.channels.base import MailChannel, TextChannel, VoiceChannel

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "guides" / "leverantor.md").read_text("utf-8")
QUOTED = set(re.findall(r"`([^`]+)`", GUIDE))
PATHS = sorted(word for word in QUOTED if re.fullmatch(r"(?:\w+/)+(?:\w+\.py)?|(?:\w+/)+\w+", word))
SETTINGS = sorted(word for word in QUOTED if re.fullmatch(r"(?:TWILIO|MAIL|PUBLIC)_[A-Z_]+", word))


def test_the_guide_is_read():
    assert len(PATHS) > 10
    assert len(SETTINGS) > 8


@pytest.mark.parametrize("path", PATHS)
def test_files_it_names_are_there(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_it_names_are_read(name):
    assert f'"{name}"' in (ROOT / "app" / "config.py").read_text("utf-8")


@pytest.mark.parametrize("protocol", [VoiceChannel, TextChannel, MailChannel])
def test_the_methods_it_lists_are_all_there_are(protocol):
    methods = [name for name in vars(protocol) if not name.startswith("_")]
    row = re.search(rf"^\| `{protocol.__name__}` \| ([^|]+) \|", GUIDE, re.MULTILINE)
    assert row is not None
    assert re.findall(r"`(\w+)`", row[1]) == methods


def test_the_failures_it_explains_are_those_there_are():
    failures = {name for name, kind in vars(base).items() if name.endswith("Failure")}
    assert failures <= QUOTED
