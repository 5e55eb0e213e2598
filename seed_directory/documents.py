"""What the YAML files hold: the matrix, the demo accounts, and what the folder says of itself."""

from marshmallow import ValidationError, fields, post_load

from models.tables.accounts import AccountRole
from routing.admission import QuestionKind
from routing.matrix import Scope
from routing.types import ContactPath, Errand, Hunting, LineKind, OnCallTier, RequesterRole
from seed_directory.address_fields import MailAddress, Number
from seed_directory.fields import (
    MESSAGES,
    Day,
    Hours,
    ListOf,
    MunicipalityCode,
    Part,
    Parts,
    Slug,
    Text,
    Whole,
    Word,
    YesNo,
)
from seed_directory.schema import SeedSchema, Values

# More than this and somebody who waits in the phone would rather have been told.
MOST_ROUNDS = 5


class StepSchema(SeedSchema):
    """Ett steg i matrisen."""

    kind = Word("linje", LineKind, required=True)
    scope = Word("var", Scope, required=True)
    tier = Word("nivå", OnCallTier, required=True)
    ring_seconds = Whole("ringtid", least=5, load_default=20)
    specialty = Slug("specialitet", load_default=None)
    hunting = Word("jakt", Hunting, load_default=Hunting.SEQUENTIAL)


class FallbackSchema(SeedSchema):
    """Reserv: what to do when nobody can be reached."""

    unit_id = Slug("enhet", required=True)
    number = Number("telefon", required=True)
    text = Text("text", 500)
    english = Text("engelska", 500, default="")


class Promises(fields.Dict):
    """Svarslöften i sekunder for the specialties that promise something else."""

    default_error_messages = MESSAGES | {"invalid": "ska vara specialitet: sekunder"}

    def __init__(self, heading: str) -> None:
        super().__init__(
            keys=Slug(), values=Whole("", least=1), data_key=heading, load_default=dict
        )


class RuleSchema(SeedSchema):
    """En rad i matrisen."""

    id = Slug("id", required=True)
    path = Word("kontaktväg", ContactPath, required=True)
    roles = ListOf("roller", Word("", RequesterRole), required=True)
    specialties = ListOf("specialiteter", Slug())
    municipalities = ListOf("kommuner", MunicipalityCode())
    hours = Hours("öppettider", load_default=None)
    errand = Word("gäller", Errand, load_default=Errand.TALK)
    promise_seconds = Whole("svarslöfte i sekunder", least=1, required=True)
    promises = Promises("svarslöften")
    rounds = Whole("varv", least=1, most=MOST_ROUNDS, load_default=1)
    steps = Parts(StepSchema, "steg")
    fallback = Part(FallbackSchema, "reserv")
    valid_from = Day("gäller från", load_default=None)
    valid_to = Day("gäller till", load_default=None)


class MatrixSchema(SeedSchema):
    """En utgåva av matrisen."""

    version = Text("version", 40)
    approved_by = Text("godkänd av", 120)
    approved_on = Day("godkänd den", required=True)
    rules = Parts(RuleSchema, "regler")


class AccountSchema(SeedSchema):
    """Ett demokonto."""

    username = Text("användarnamn", 80)
    name = Text("namn", 120)
    role = Word("roll", AccountRole, required=True)
    person_id = Slug("person", load_default=None)
    unit_id = Slug("enhet", load_default=None)
    number = Number("telefon", load_default=None)
    email = MailAddress("e-post")
    password = Text("lösenord", 80)


class AccountsSchema(SeedSchema):
    """Demokontona."""

    accounts = Parts(AccountSchema, "konton")


class QuestionSchema(SeedSchema):
    """En fråga i checklistan."""

    key = Slug("id", required=True)
    question = Text("fråga", 120)
    kind = Word("svar", QuestionKind, required=True)
    choices = ListOf("val", Text("", 60))
    is_required = YesNo("måste besvaras", required=True)
    spoken = Text("sägs", 120, default="")
    silent_at = ListOf("tyst vid", Text("", 60))

    @post_load
    def _check_choices(self, row: Values, **_kwargs: object) -> Values:
        if row["spoken"] and row["kind"] is QuestionKind.TEXT:
            raise ValidationError("fri text sägs aldrig i en telefon", field_name="sägs")
        if row["kind"] is QuestionKind.CHOICE and len(row["choices"]) < 2:
            raise ValidationError("det ska finnas minst två att välja mellan", field_name="val")
        if row["kind"] is not QuestionKind.CHOICE and row["choices"]:
            raise ValidationError("frågan besvaras inte med ett val", field_name="val")
        return row


class ChecklistSchema(SeedSchema):
    """Checklistan: what a ward must know of a patient."""

    questions = Parts(QuestionSchema, "frågor")


class AboutSchema(SeedSchema):
    """Om katalogen: whether its numbers must be fictitious."""

    name = Text("namn", 120)
    is_example = YesNo("exempeldata", required=True)
