"""For WSGI servers: ``granian --interface wsgi wsgi:app``, and for ``flask --app wsgi``."""

import os
import sys
from pathlib import Path

from app.config import BadSetting, Config, config_from_environment
from app.factory import create_app


def _config() -> Config:
    try:
        return config_from_environment(os.environ, root=Path(__file__).parent)
    except BadSetting as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


app = create_app(_config())
