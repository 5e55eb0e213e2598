"""Templates that were compiled once, for every application of a test process."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """Kept in memory under the template's name; another source is compiled anew (``checksum``)."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def compile_once(app: Flask) -> Flask:
    """The application, which takes compiled what another one has compiled before."""
    app.jinja_env.bytecode_cache = _COMPILED
    return app
