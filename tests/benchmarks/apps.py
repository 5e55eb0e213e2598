"""What is put under load: the floors, and ours as ``wsgi.py`` makes it on a working day."""

import os
import uuid
from dataclasses import replace
from pathlib import Path

from flask import Flask, Response
from sqlalchemy import Column, DateTime, MetaData, String, Table, Text, create_engine, insert

from app.cli.demo_clock import working_moment
from app.clock import clock_from, system_clock
from app.config import config_from_environment
from app.factory import create_app
from models.db import engine_options, prepare_sqlite
from tests.benchmarks.moved_clock import SETTING, moved_clock

ROOT = Path(__file__).parent.parent.parent
STATIC = b'{"filler":"' + b"x" * 1010 + b'"}'  # 1 kB

FLOOR_TABLE = Table(
    "floor",
    MetaData(),
    Column("id", String(36), primary_key=True),
    Column("at", DateTime(timezone=False)),
    Column("text", Text),
)


def static_floor() -> Flask:
    """The floor for a plan: a bare Flask that answers 1 kB of JSON without thinking."""
    app = Flask("static_floor")

    @app.get("/")
    def one_kilobyte() -> Response:
        return Response(STATIC, mimetype="application/json")

    return app


def insert_floor() -> Flask:
    """The floor for a new contact: Flask, one INSERT, COMMIT; our database, our durability."""
    app = Flask("insert_floor")
    url = os.environ["DATABASE_URL"]
    engine = create_engine(url, **engine_options(url))
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    FLOOR_TABLE.create(engine, checkfirst=True)

    @app.post("/")
    def one_insert() -> Response:
        at = system_clock().replace(tzinfo=None)
        with engine.begin() as connection:
            connection.execute(
                insert(FLOOR_TABLE).values(id=str(uuid.uuid4()), at=at, text="x" * 200)
            )
        return Response(b'{"id":"x"}', status=201, mimetype="application/json")

    return app


def ours() -> Flask:
    """The whole application; by night its clock shows a working day, when all paths are open."""
    config = config_from_environment(os.environ, root=ROOT)
    if SETTING in os.environ:
        return create_app(replace(config, clock=moved_clock(os.environ)))
    return create_app(replace(config, clock=clock_from(working_moment(system_clock()))))
