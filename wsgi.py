"""For WSGI servers: ``granian --interface wsgi wsgi:app``, and for ``flask --app wsgi``."""

import os
from pathlib import Path

from app.config import config_from_environment
from app.factory import create_app

app = create_app(config_from_environment(os.environ, root=Path(__file__).parent))
