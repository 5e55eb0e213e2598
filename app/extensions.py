"""Flask extensions, made once and bound to an application by the factory."""

from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from app.catalogue import Pages

login_manager = LoginManager()
csrf = CSRFProtect()
babel = Pages()
compress = Compress()
migrate = Migrate(directory="models/migrations")
